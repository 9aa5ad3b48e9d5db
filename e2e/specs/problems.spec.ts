import { violationsInThemes } from '../axe.ts';
import { expect, test } from '../demo-door.ts';

test('leads to the cause of an empty list in two clicks, and mends it in two more', async ({ page }) => {
  await page.getByRole('link', { name: 'Problems' }).click();
  await expect(page.getByText(/app=ordres matches no Pod; Deployment orders has app=orders/)).toBeVisible();
  await page.getByRole('button', { name: /, trouble\/orders$/ }).click();
  await expect(page.getByText(/dry run accepts/)).toBeVisible();
  await expect(page.getByRole('cell', { name: 'ordres', exact: true })).toBeVisible();
  await page.getByRole('button', { name: /^Apply to demo/ }).click();
  await expect(page.getByText(/app=ordres matches no Pod/)).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText(/Undone: /)).toBeVisible();
  await expect(page.getByRole('button', { name: /B1/ })).toBeVisible();
});

test('a badge in the list leads to the Service with the hop at which its route stops', async ({ page }) => {
  await page.getByRole('link', { name: /^B1: / }).click();
  await expect(page.getByText('route stops here')).toBeVisible();
  await expect(page.getByRole('tab', { name: /Diagnosis/, selected: true })).toBeVisible();
  await page.getByRole('button', { name: /Select the labels/ }).click();
  await expect(page.getByText(/dry run accepts/)).toBeVisible();
  expect(await violationsInThemes(page)).toEqual([]);
});

test('problems are grouped, filtered, and break no rule of axe in either language', async ({ page }) => {
  await page.getByRole('link', { name: 'Problems' }).click();
  await expect(page.getByRole('button', { name: /F2/ })).toBeVisible();
  expect(await violationsInThemes(page)).toEqual([]);
  await page.getByRole('searchbox').fill('trouble/tickets');
  await expect(page.getByRole('button', { name: /B1/ })).toBeHidden();
  await page.getByRole('button', { name: 'Namespace', exact: true }).click();
  await expect(page.getByRole('link', { name: 'trouble/tickets' })).toBeVisible();
  await page.evaluate(() => (location.hash = '#/settings'));
  await page.getByRole('radio', { name: '한국어' }).check();
  await page.evaluate(() => (location.hash = '#/problems'));
  await expect(page.getByRole('heading', { name: '문제', exact: true })).toBeVisible();
  expect(await violationsInThemes(page)).toEqual([]);
});
