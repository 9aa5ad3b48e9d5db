import type { Page } from '@playwright/test';
import { violationsInThemes } from '../axe.ts';
import { expect, test } from '../demo-door.ts';
import { screens } from '../screens.ts';

// Every screen in both languages and themes: the languages differ in their words, the themes in their colours.
// The page is the same through both doors: Chromium is enough.

async function audit(page: Page, what: string): Promise<void> {
  expect.soft(await violationsInThemes(page), what).toEqual([]);
}

for (const [locale, language] of [
  ['en', 'English'],
  ['ko', '한국어'],
] as const) {
  test(`no screen breaks a rule of axe, ${locale}`, async ({ page }) => {
    test.setTimeout(300_000);
    await expect(page.getByRole('row', { name: / backend / })).toBeVisible();
    await page.getByRole('button', { name: 'Forward backend', exact: true }).click();
    await page.evaluate(() => (location.hash = '#/settings'));
    await page.getByRole('radio', { name: language }).check();
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    for (const { hash, ready } of screens) {
      await page.evaluate((to) => (location.hash = to), hash);
      await expect(ready(page)).toBeVisible();
      await audit(page, hash);
    }
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toBeVisible();
    await audit(page, 'palette');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    await audit(page, 'keys');
    await page.keyboard.press('Escape');
    await page.evaluate(() => (location.hash = '#/services'));
    await page.getByRole('row', { name: / backend / }).click({ button: 'right' });
    await expect(page.getByRole('menu')).toBeVisible();
    await audit(page, 'menu of a row');
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    await expect(page.locator('.sheet')).toBeVisible();
    await audit(page, 'exposure beside the list');
  });
}
