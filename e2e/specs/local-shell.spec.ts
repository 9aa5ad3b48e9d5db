import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../demo-door.ts';
import { openShell, panel } from '../local-shell.ts';

const screen = (page: Page): Locator => panel(page).locator('.pane:not(.hidden) .xterm-rows');

test.use({ serveFlags: ['--terminal'] });

test("a shell of this computer has a kubeconfig of its own, in the Service's namespace", async ({ page, home }) => {
  const shells = (): Promise<string[]> => readdir(join(home, 'state', 'shells')).catch(() => []);
  await openShell(page);
  await expect(panel(page).getByText('running', { exact: true })).toBeVisible();
  await expect(panel(page).getByRole('textbox', { name: /^Terminal Shell/ })).toBeFocused();
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
