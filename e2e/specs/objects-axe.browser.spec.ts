import { violations } from '../axe.ts';
import { expect, test } from '../demo-door.ts';

// Axe looks at the page, which is the same through both doors: Chromium is enough.

for (const locale of ['en-US', 'ko-KR'])
  for (const colorScheme of ['light', 'dark'] as const)
    test.describe(`in ${locale}, ${colorScheme}`, () => {
      test.use({ locale, colorScheme });

      test('the sheets break no rule of axe', async ({ page }) => {
        await page.locator('[data-opens="new"]').click();
        await page.locator('#new-name').fill('A_b');
        await expect(page.locator('#new-name-fault')).toContainText('Invalid value');
        expect(await violations(page)).toEqual([]);
        await page.keyboard.press('Escape');
        await page.evaluate(() => (location.hash = '#/s/portolan-demo/shop/frontend/chart'));
        for (const place of [0, 1]) {
          await page.locator('[data-opens="copy delete"]').click();
          await page.getByRole('menuitem').nth(place).click();
          await expect(page.getByRole('dialog').locator('pre')).toBeVisible();
          expect(await violations(page)).toEqual([]);
          await page.keyboard.press('Escape');
        }
      });
    });
