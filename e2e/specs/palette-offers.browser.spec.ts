import type { Page } from '@playwright/test';
import { expect, test } from '../demo-door.ts';

/** Each screen with its buttons, and what the palette calls what they do. */
const screens: readonly { readonly hash: string; readonly offers: Readonly<Record<string, string>> }[] = [
  { hash: '#/services', offers: { 'Forward all…': 'Forward a whole namespace…', 'New Service': 'New Service' } },
  { hash: '#/costs', offers: { 'Save as CSV': 'Save as CSV', 'Save as JSON': 'Save as JSON' } },
  { hash: '#/nodes', offers: { 'Save as CSV': 'Save as CSV', 'Save as JSON': 'Save as JSON' } },
  { hash: '#/nodes/portolan-demo/node-1', offers: { Shell: 'Shell on the node…', Test: 'Test from the node…' } },
  { hash: '#/forwards', offers: { Profiles: 'Show profiles', 'Local names': 'Show local names' } },
  {
    hash: '#/s/portolan-demo/game-lobby/lobby/names',
    offers: { 'Save as CSV': 'Save as CSV', Logs: 'Logs of all Pods' },
  },
  {
    hash: '#/s/portolan-demo/game-lobby/lobby/diagnosis',
    offers: { 'Check now': 'Check now…', 'Copy report': 'Copy report', Test: 'Test HTTP from inside…' },
  },
  { hash: '#/settings', offers: { 'Copy diagnostics': 'Copy diagnostics' } },
];

/** The palette's lines for a command. */
async function asked(page: Page, title: string) {
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Find and do anything' });
  await palette.getByRole('combobox').fill(`> ${title}`);
  return { palette, line: palette.getByRole('option').filter({ hasText: title }).first() };
}

async function expectOffer(page: Page, title: string): Promise<void> {
  const { palette, line } = await asked(page, title);
  await expect(line).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
}

async function command(page: Page, title: string): Promise<void> {
  const { palette, line } = await asked(page, title);
  await line.click();
  await expect(palette).toBeHidden();
}

test('on each screen the palette offers what the buttons do', async ({ page }) => {
  await expect(page.getByRole('row', { name: /lobby-public/ })).toBeVisible();
  for (const title of ['Shell with kubectl on demo', 'Test from inside demo…', 'Namespace shop: forward all'])
    await expectOffer(page, title);
  for (const { hash, offers } of screens) {
    await page.evaluate((to) => (location.hash = to), hash);
    for (const [button, title] of Object.entries(offers)) {
      // It is there, and can be pressed, once the screen knows what it is about.
      await expect(page.getByRole('button', { name: button, exact: true })).toBeEnabled();
      await expectOffer(page, title);
    }
  }
});

test('several Services, a whole namespace, checks and tests are a command away', async ({ page }) => {
  const row = page.getByRole('row', { name: / lobby / });
  await row.focus();
  await page.keyboard.press('x');
  await expect(page.getByText('1 selected')).toBeVisible();
  await expectOffer(page, 'Share one entry');
  await command(page, 'Change the exposure of all selected');
  const sheet = page.getByRole('dialog', { name: 'Exposure of 1 Services' });
  await expect(sheet).toBeVisible();
  await sheet.getByRole('button', { name: 'Close' }).click();
  await expect(sheet).toBeHidden();
  await page.getByRole('button', { name: 'Clear the selection' }).click();
  await command(page, 'Forward a whole namespace');
  const panel = page.getByRole('region', { name: 'Forward a whole namespace' });
  await expect(panel.getByRole('combobox', { name: 'Namespace' })).toBeFocused();

  await row.focus();
  await command(page, 'Check now');
  await expect(page.getByRole('region', { name: 'Checks on request' })).toBeVisible();
  await command(page, 'Test TCP from inside');
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Host:port' })).toHaveValue(/lobby\./);
});
