import { violations } from '../axe.ts';
import { expect, test } from '../demo-door.ts';

test('each request of a forward is listed, found, and cleared; by connection there is no list', async ({
  page,
  request,
}) => {
  await page.getByRole('button', { name: 'Forward lobby', exact: true }).click();
  const link = page.locator('a[href^="http://localhost"]').first();
  await expect(link).toBeVisible();
  const url = (await link.getAttribute('href')) ?? '';
  await page.evaluate(() => (location.hash = '#/forwards'));
  const list = page.getByRole('region', { name: 'Requests', exact: true });
  await expect(list).toContainText('No request yet.');

  for (let n = 0; n < 30; n++) await request.get(`${url}/page-${n}?token=hunter2`);
  const rows = list.getByRole('table', { name: 'Requests' });
  await expect(rows).toHaveAttribute('aria-rowcount', '31');
  await expect(rows.getByRole('row').nth(1)).toContainText(/404\s*GET\s*\/page-29\?token=\*\*\*\s*lobby-/);
  expect(await violations(page)).toEqual([]);

  await list.getByRole('searchbox', { name: 'Search requests' }).fill('page-7');
  await expect(rows).toHaveAttribute('aria-rowcount', '2');
  await expect(list).toContainText('1 of 30');
  await list.getByRole('searchbox').fill('');

  await list.getByRole('button', { name: 'Pause' }).press('Enter');
  await request.get(`${url}/unseen`);
  await expect(rows).toHaveAttribute('aria-rowcount', '31');
  await list.getByRole('button', { name: 'Go on' }).press('Enter');
  await expect(rows).toHaveAttribute('aria-rowcount', '32');
  await list.getByRole('button', { name: 'Clear' }).press('Enter');
  await expect(list).toContainText('No request yet.');

  await page.getByRole('combobox', { name: /^Host header told by/ }).selectOption('by hand');
  await page.getByRole('textbox', { name: /^Host name told by/ }).fill('shop.example');
  await page.getByRole('textbox', { name: /^Host name told by/ }).press('Enter');
  await expect(page.getByRole('textbox', { name: /^Host name told by/ })).toHaveValue('shop.example');
  await page.getByRole('combobox', { name: /^HTTP requests of/ }).selectOption('by connection');
  await expect(list).toBeHidden();
});
