import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLines } from '../command-lines.ts';
import { CANARY } from '../edge/canary-contexts.ts';
import { test } from '../edge/on-canary-contexts.ts';
import { test as onFakeApi } from '../edge/on-fake-api.ts';
import { expect } from '../hosts.ts';

test('no credential reaches the page, the log, an argument or a file, however a server repeats it', async ({
  page,
  core,
  canaries,
  home,
}) => {
  const seen: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => seen.push(payload.toString())));
  page.on('console', (message) => seen.push(message.text()));
  await page.reload();
  await page.evaluate(() => (location.hash = '#/clusters'));
  for (const name of Object.keys(canaries.contexts)) {
    await page.getByRole('button', { name: `Connect ${name}`, exact: true }).click();
    const row = page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) });
    const trouble = row.locator('xpath=following-sibling::tr[1]').getByRole('paragraph');
    await expect.soft(trouble, name).toBeVisible();
  }
  seen.push(await page.content(), core.said, ...(await commandLines()), ...(await filesIn(home, ['kubeconfig'])));
  expect(seen.length).toBeGreaterThan(10);
  for (const secret of canaries.secrets) {
    expect.soft(seen.filter((text) => text.includes(secret)).map((text) => around(text, secret))).toEqual([]);
  }
});

onFakeApi('passwords that annotations quote are hidden in the YAML', async ({ page, api }) => {
  const quoted = { kind: 'Service', metadata: { annotations: { 'example.com/password': CANARY } } };
  const annotations = {
    'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(quoted),
    'example.com/api-token': CANARY,
    'example.com/callback': `https://bot:${CANARY}@example.com/`,
  };
  const service = api.objects.get('services', 'shop/web');
  if (service) api.objects.put('services', { ...service, metadata: { ...service.metadata, annotations } });
  await page.evaluate(() => (location.hash = '#/s/dev/shop/web/yaml'));
  const yaml = page.getByRole('main').locator('.cm-content');
  await expect(yaml).toContainText('example.com/api-token: "[hidden]"');
  await expect(yaml).toContainText('https://[hidden]@example.com/');
  await expect(yaml).not.toContainText(CANARY);
});

/** What is in the files of a folder and of those in it. A browser's own come and go meanwhile. */
async function filesIn(folder: string, except: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const texts = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path, except);
    return entry.isFile() && !except.includes(entry.name) ? [await readFile(path, 'utf8').catch(() => '')] : [];
  });
  return (await Promise.all(texts)).flat();
}

function around(text: string, secret: string): string {
  const at = text.indexOf(secret);
  return text.slice(Math.max(0, at - 80), at + secret.length + 20);
}
