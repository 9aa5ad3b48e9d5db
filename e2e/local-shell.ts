import type { Locator, Page } from '@playwright/test';
import { expect } from './demo-door.ts';

export const panel = (page: Page): Locator => page.getByRole('region', { name: 'Terminals' });

/** Opens a shell of this computer from a Service's page. */
export async function openShell(page: Page): Promise<void> {
  await expect(page.getByRole('row', { name: /lobby-public/ })).toBeVisible();
  await page.evaluate(() => (location.hash = '#/s/portolan-demo/game-lobby/lobby/endpoints'));
  await expect(page.getByRole('heading', { name: 'lobby', exact: true })).toBeVisible();
  await page.keyboard.press('Control+j');
  await panel(page).getByRole('button', { name: 'New terminal' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Shell with kubectl on demo game-lobby' }).press('Enter');
}
