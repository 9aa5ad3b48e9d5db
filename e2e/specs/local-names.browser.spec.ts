import AxeBuilder from '@axe-core/playwright';
import { expect, test as base } from '../hosts.ts';

// The demo cluster, as on a computer without any kubeconfig.
const test = base.extend({ kubeconfig: async ({}, use) => use('') });

test('the gateway opens a Service by its name, lists them all, and is closed again', async ({ page, context }) => {
  await expect(page.getByRole('row', { name: /lobby-public/ })).toBeVisible();
  await page.evaluate(() => (location.hash = '#/forwards'));
  await page.getByRole('button', { name: 'Local names' }).click();
  const panel = page.getByRole('region', { name: 'Local names' });
  await panel.getByRole('switch', { name: 'Web gateway' }).check();
  const link = panel.getByRole('link', { name: /^http:\/\/localhost:\d+$/ });
  await expect(link).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);

  const address = (await link.getAttribute('href')) ?? '';
  const other = await context.newPage();
  await other.goto(address);
  await other.getByRole('link', { name: 'lobby.game-lobby.localhost' }).click();
  await expect(other.locator('body')).toContainText(/lobby-/);
  await other.goto(address.replace('localhost', 'loby.game-lobby.localhost'));
  await expect(other.locator('body')).toContainText('No connected cluster has a Service for loby.game-lobby.localhost');
  await other.getByRole('link', { name: 'lobby.game-lobby.localhost' }).click();
  await expect(other.locator('body')).toContainText(/lobby-/);

  await panel.getByRole('switch', { name: 'Web gateway' }).uncheck();
  await expect(link).toBeHidden();
  await expect(other.goto(address)).rejects.toThrow('ERR_CONNECTION_REFUSED');
});
