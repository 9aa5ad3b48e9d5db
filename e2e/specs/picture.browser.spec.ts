import { expect, test } from '../hosts.ts';

test('the list looks as the README shows it', async ({ page }) => {
  await expect(page.getByRole('row', { name: /web/ }).first()).toBeVisible();
  // `PORTOLAN_PICTURE=resources/services.png` renews the README's picture.
  const picture = await page.screenshot({ path: process.env['PORTOLAN_PICTURE'] ?? 'e2e/results/services.png' });
  expect(picture.length).toBeGreaterThan(10_000);
});
