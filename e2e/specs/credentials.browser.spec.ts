import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLines } from '../command-lines.ts';
import { portolan } from '../core/portolan.ts';
import { CANARY, canaryContexts, type CanaryContexts } from '../edge/canary-contexts.ts';
import { test as onFakeApi } from '../edge/on-fake-api.ts';
import { kubeconfigText } from '../edge/kubeconfig-text.ts';
import { expect, test as base } from '../hosts.ts';

const test = base.extend<{ canaries: CanaryContexts }>({
  canaries: async ({}, use) => {
    await using owner = new AsyncDisposableStack();
    await use(await canaryContexts(owner));
  },
  kubeconfig: async ({ canaries, home }, use) => {
    const path = join(home, 'kubeconfig');
    await writeFile(path, kubeconfigText(canaries.contexts));
    await use(path);
  },
});

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

test('the command line says no credential either', async ({ canaries, kubeconfig, home }) => {
  const env = { KUBECONFIG: kubeconfig, PORTOLAN_STATE_DIR: join(home, 'state') };
  for (const context of ['token', 'password', 'plugin-chatty']) {
    const { stdout, stderr } = await portolan(['services', '--context', context], env);
    expect.soft(stderr, context).toMatch(/^portolan: ./);
    for (const secret of canaries.secrets) expect.soft(stdout + stderr, context).not.toContain(secret);
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

async function filesIn(folder: string, except: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !except.includes(entry.name));
  return Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')));
}

function around(text: string, secret: string): string {
  const at = text.indexOf(secret);
  return text.slice(Math.max(0, at - 80), at + secret.length + 20);
}
