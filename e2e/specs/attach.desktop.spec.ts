import { commandLines } from '../command-lines.ts';
import { attachKey, countPorts, expect, test } from '../hosts.ts';

// The desktop shell on a core that runs elsewhere.
test.use({ kubeconfig: '' });

test('a server that comes back finds the same page', async ({ page, core }) => {
  const ports = await countPorts(page);
  await core.stop('SIGKILL');
  await core.start();
  // The counter lives in the page: a reload would have lost it.
  await expect.poll(ports).toBeGreaterThan(0);
});

test('the key to the server is no argument of any process, and not in the page', async ({ page }) => {
  await expect(page.getByRole('row', { name: /lobby-public/ })).toBeVisible();
  const lines = await commandLines();
  expect(lines.some((line) => line.includes('--type=utility'))).toBe(true);
  expect(lines.filter((line) => line.includes(attachKey))).toEqual([]);
  expect(await page.content()).not.toContain(attachKey);
});
