import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../demo-door.ts';

const panel = (page: Page): Locator => page.getByRole('region', { name: 'Terminals' });
const screen = (page: Page): Locator => panel(page).locator('.pane:not(.hidden) .xterm-rows');

async function openShell(page: Page): Promise<void> {
  await expect(page.getByRole('row', { name: /lobby-public/ })).toBeVisible();
  await page.evaluate(() => (location.hash = '#/s/portolan-demo/game-lobby/lobby/endpoints'));
  await expect(page.getByRole('heading', { name: 'lobby', exact: true })).toBeVisible();
  await page.keyboard.press('Control+j');
  await panel(page).getByRole('button', { name: 'New terminal' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Shell with kubectl on demo game-lobby' }).press('Enter');
}

test.describe('where it may be', () => {
  test.use({ serveFlags: ['--terminal'] });

  test("a shell of this computer has a kubeconfig of its own, in the Service's namespace", async ({ page, home }) => {
    const shells = (): Promise<string[]> => readdir(join(home, 'state', 'shells')).catch(() => []);
    await openShell(page);
    await expect(panel(page).getByText('running', { exact: true })).toBeVisible();
    await page.keyboard.type('clear; stat -c %a $KUBECONFIG; grep -o "game-l[a-z]*" $KUBECONFIG; cat\n');
    await expect(screen(page)).toContainText(/600\s*game-lobby/);
    expect(await shells()).toHaveLength(1);

    await panel(page)
      .getByRole('button', { name: /^Close/ })
      .press('Enter');
    await expect(panel(page).getByRole('alert')).toContainText('cat is running. Closing ends it.');
    await panel(page).getByRole('button', { name: 'End it' }).press('Enter');
    await expect(panel(page).getByText('No terminal is open.')).toBeVisible();
    await expect.poll(shells).toEqual([]);
  });
});

test('a browser opens none unless the person who started the server has allowed it', async ({ page, door, home }) => {
  test.skip(door === 'desktop', "the desktop's core is the person's own");
  await openShell(page);
  await expect(panel(page).getByText('The shell of this computer is off.')).toBeVisible();
  expect(await readdir(join(home, 'state'))).not.toContain('shells');
});
