import type { Locator, Page } from '@playwright/test';
import { violations } from '../axe.ts';
import { expect, test } from '../demo-door.ts';

const panel = (page: Page): Locator => page.getByRole('region', { name: 'Terminals' });
const screen = (page: Page): Locator => panel(page).locator('.pane:not(.hidden) .xterm-rows');

async function openEndpoints(page: Page): Promise<void> {
  await expect(page.getByRole('row', { name: /lobby-public/ })).toBeVisible();
  await page.evaluate(() => (location.hash = '#/s/portolan-demo/game-lobby/lobby/endpoints'));
}

async function openShell(page: Page): Promise<string> {
  await openEndpoints(page);
  const button = page.getByRole('button', { name: /^Shell in lobby-/ }).first();
  const pod = ((await button.getAttribute('aria-label')) ?? '').replace('Shell in ', '');
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(screen(page)).toContainText('/ #');
  return pod;
}

test('a shell in a Pod by keys alone: opened, typed into, hidden, shown, ended with its exit code', async ({
  page,
}) => {
  const pod = await openShell(page);
  await page.keyboard.type('hostname\n');
  await expect(screen(page)).toContainText(`hostname${pod}`);
  await page.keyboard.press('Control+j');
  await expect(panel(page)).toBeHidden();
  await expect(page.getByRole('button', { name: `Shell in ${pod}` })).toBeFocused();

  await page.evaluate(() => (location.hash = '#/forwards'));
  await page.keyboard.press('Control+j');
  await expect(screen(page)).toContainText(`hostname${pod}`);
  await page.keyboard.press('F6');
  await expect(panel(page).getByRole('button', { name: 'Find' })).toBeFocused();

  await panel(page)
    .getByRole('button', { name: `Close Shell ${pod}` })
    .press('Enter');
  await expect(panel(page).getByRole('alert')).toContainText(`A shell is running in ${pod}.`);
  await panel(page).getByRole('button', { name: 'Keep it' }).press('Enter');
  await panel(page)
    .getByRole('textbox', { name: `Terminal Shell ${pod}` })
    .focus();
  await page.keyboard.type('exit 3\n');
  await expect(panel(page).getByText('Ended with exit code 3.')).toBeVisible();
  await panel(page)
    .getByRole('button', { name: `Close Shell ${pod}` })
    .press('Enter');
  await expect(panel(page).getByText('No terminal is open.')).toBeVisible();
});

test('the logs of all Pods of a Service stand together, and are filtered', async ({ page }) => {
  await openEndpoints(page);
  await page.getByRole('button', { name: 'Logs', exact: true }).click();
  await expect(screen(page)).toContainText('listening on :8080');
  await panel(page).getByRole('searchbox', { name: 'Only lines with' }).fill('9090');
  await page.keyboard.press('Enter');
  await expect(screen(page)).not.toContainText('listening on :8080');
  await expect(screen(page)).toContainText('listening on :9090');
});

test('two terminals stand side by side, each with its own keys', async ({ page }) => {
  const pod = await openShell(page);
  await page.getByRole('button', { name: 'Logs', exact: true }).click();
  await expect(screen(page)).toContainText('listening on');
  await panel(page).getByRole('button', { name: 'Two side by side' }).press('Enter');
  await expect(screen(page)).toHaveCount(2);
  await panel(page)
    .getByRole('textbox', { name: `Terminal Shell ${pod}` })
    .focus();
  await expect(panel(page).getByRole('tab', { name: `Shell ${pod}` })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.type('hostname\n');
  await expect(screen(page).first()).toContainText(`hostname${pod}`);
  await expect(screen(page)).toHaveCount(2);
});

test('a shell outlives the page that opened it', async ({ page }) => {
  const pod = await openShell(page);
  await page.keyboard.type('echo before\n');
  await expect(screen(page)).toContainText('echo beforebefore');
  await page.reload();
  await page.getByRole('button', { name: 'Terminal 1' }).click();
  await expect(screen(page)).toContainText('echo beforebefore');
  await expect(panel(page).getByRole('tab', { name: `Shell ${pod}` })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`breaks no rule of axe, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openShell(page);
    await page.keyboard.type('env\n');
    await page.getByRole('button', { name: 'Logs', exact: true }).click();
    await expect(screen(page)).toContainText('listening on');
    expect(await violations(page)).toEqual([]);
  });
}
