import type { Locator, Page } from '@playwright/test';
import { violations } from '../axe.ts';
import { expect, test } from '../demo-door.ts';

const panel = (page: Page): Locator => page.getByRole('region', { name: 'Terminals' });
const screen = (page: Page): Locator => panel(page).locator('.pane:not(.hidden) .xterm-rows');

test('a Service is tested from inside its cluster, with a shell left where it ran', async ({ page }) => {
  await expect(page.getByRole('row', { name: /lobby-public/ })).toBeVisible();
  await page.evaluate(() => (location.hash = '#/s/portolan-demo/game-lobby/lobby/chart'));
  await page.getByRole('button', { name: 'Test', exact: true }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Test from inside demo' });
  await expect(dialog).toContainText('A Pod is created that runs the test');
  await dialog.getByRole('combobox', { name: 'Test' }).selectOption('TCP connection');
  await expect(dialog.getByRole('textbox', { name: 'Host:port' })).toHaveValue(/^lobby\.game-lobby\.svc:\d+$/);
  expect(await violations(page)).toEqual([]);

  await dialog.getByRole('textbox', { name: 'Host:port' }).press('Enter');
  await expect(screen(page)).toContainText(/lobby\.game-lobby\.svc \([\d.]+:\d+\) open/);
  await expect(panel(page).getByRole('textbox', { name: /^Terminal Test/ })).toBeFocused();
  await page.keyboard.type('nslookup nobody\n');
  await expect(screen(page)).toContainText("can't find nobody: NXDOMAIN");
  await panel(page)
    .getByRole('button', { name: /^Close Test/ })
    .press('Enter');
  await panel(page).getByRole('button', { name: 'End it' }).press('Enter');
  await expect(panel(page).getByText('No terminal is open.')).toBeVisible();
});

test('a shell on a node opens from its page', async ({ page }) => {
  await expect(page.getByRole('row', { name: /lobby-public/ })).toBeVisible();
  await page.evaluate(() => (location.hash = '#/nodes/portolan-demo/node-1'));
  await page.getByRole('button', { name: 'Shell', exact: true }).press('Enter');
  await expect(page.getByRole('dialog')).toContainText('its files at /host');
  await page.getByRole('dialog').getByRole('button', { name: 'Start on demo' }).press('Enter');
  await expect(screen(page)).toContainText('/ #');
});
