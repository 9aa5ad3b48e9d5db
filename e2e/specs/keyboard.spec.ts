import type { Locator, Page } from '@playwright/test';
import { shownNames, test } from '../edge/on-fake-api.ts';
import { expect } from '../hosts.ts';

const row = (page: Page, name: string): Locator => page.getByRole('row', { name: new RegExp(`\\b${name}\\b`) });
const filter = (page: Page): Locator => page.getByRole('combobox', { name: 'Filter Services' });
const place = (page: Page): Promise<string> => page.evaluate(() => location.hash);

test('the list is filtered, walked, opened and left by keys alone, and the way back leads to the same row', async ({
  page,
}) => {
  await expect.poll(() => shownNames(page)).toEqual(['db', 'web', 'mail']);
  await page.keyboard.press('/');
  await expect(filter(page)).toBeFocused();
  await page.keyboard.type('ns:shop');
  await expect.poll(() => shownNames(page)).toEqual(['db', 'web']);
  await page.keyboard.press('Enter');
  await expect(row(page, 'db')).toBeFocused();
  await page.keyboard.press('j');
  await expect(row(page, 'web')).toBeFocused();
  await page.keyboard.press('k');
  await expect(row(page, 'db')).toBeFocused();
  // A Korean layout gives other letters on the same keys.
  await page.evaluate(() => {
    const event = new KeyboardEvent('keydown', { key: 'ㅓ', code: 'KeyJ', bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
  });
  await expect(row(page, 'web')).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'web', level: 1 })).toBeVisible();
  await page.keyboard.press(']');
  await expect(page.getByRole('tab', { name: 'Endpoints' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(filter(page)).toHaveValue('ns:shop');
  await expect(row(page, 'web')).toBeFocused();

  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  await expect(filter(page)).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(filter(page)).not.toBeFocused();
});

test('f forwards a row, g and a letter lead to the screens', async ({ page }) => {
  await expect.poll(() => shownNames(page)).toEqual(['db', 'web', 'mail']);
  await page.keyboard.press('/');
  await expect(filter(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(row(page, 'db')).toBeFocused();
  await page.keyboard.press('j');
  await expect(row(page, 'web')).toBeFocused();
  await page.keyboard.press('f');
  await expect(row(page, 'web').getByRole('link', { name: /^:\d+$/ })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('f');
  await expect(page.getByRole('heading', { name: 'Forwards' })).toBeVisible();
  await expect(page.getByRole('rowheader', { name: 'shop/web' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('l');
  await expect(page.getByRole('heading', { name: 'Clusters' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await expect(filter(page)).toBeVisible();
});

test('letters that are typed into a field are no commands', async ({ page }) => {
  await expect.poll(() => shownNames(page)).toEqual(['db', 'web', 'mail']);
  await filter(page).focus();
  await page.keyboard.type('gfgc/fojkx');
  await expect(filter(page)).toHaveValue('gfgc/fojkx');
  expect(await place(page)).toContain('#/services');
  await page.keyboard.press('Escape');
  await page.evaluate(() => (location.hash = '#/clusters'));
  const contexts = page.getByRole('searchbox', { name: 'filter contexts' });
  await contexts.pressSequentially('gsgf/');
  await expect(contexts).toHaveValue('gsgf/');
  expect(await place(page)).toMatch(/^#\/clusters/);
  await page.evaluate(() => (location.hash = '#/forwards'));
  await expect(page.getByText('No forwards. Press f on a Service to start one.')).toBeVisible();
});
