import { violations } from '../axe.ts';
import { expect, test } from '../demo-door.ts';

test('all Services of a namespace are forwarded, those that cannot be are named with why', async ({
  page,
  request,
}) => {
  await expect(page.getByRole('row', { name: /lobby-public/ })).toBeVisible();
  await page.getByRole('button', { name: 'Forward all…' }).click();
  const panel = page.getByRole('region', { name: 'Forward a whole namespace' });
  await panel.getByRole('combobox', { name: 'Namespace' }).selectOption({ label: 'shop' });
  await panel.getByRole('button', { name: /^Forward \d+ Services$/ }).click();
  await expect(panel.getByRole('status')).toContainText(/Started: [1-9]\d*\. Not forwarded: [1-9]\d*\./);
  await expect(panel.getByRole('listitem').first()).toContainText('points to');
  expect(await violations(page)).toEqual([]);

  // Once more: there is nothing left to start.
  await panel.getByRole('button', { name: /^Forward \d+ Services$/ }).click();
  await expect(panel.getByRole('status')).toContainText('Started: 0.');
  await panel.getByRole('link', { name: 'Show forwards' }).click();
  await expect(page.getByRole('main')).toContainText('shop/cart');
  const local = /localhost:(\d+)/.exec(await page.getByRole('row', { name: /shop\/cart/ }).innerText());
  expect((await request.get(`http://localhost:${local?.[1] ?? ''}`)).status()).toBe(200);

  // Many are found by a word, and stopped and had back as one.
  const before = await page.getByRole('rowheader').count();
  await page.getByRole('textbox', { name: 'Filter forwards' }).fill('shop/ca');
  await expect(page.getByRole('row', { name: /shop\/mysql/ })).toBeHidden();
  await page.getByRole('textbox', { name: 'Filter forwards' }).fill('nothing like it');
  await expect(page.getByText('No forward matches “nothing like it”.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Stop \d+$/ }).click();
  await expect(page.getByText('No forwards.', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Start again' }).click();
  await expect(page.getByRole('rowheader')).toHaveCount(before);
});
