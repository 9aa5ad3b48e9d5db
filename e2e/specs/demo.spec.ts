import { violations } from '../axe.ts';
import { expect, test } from '../demo-door.ts';

test('opens by itself, and says what it is', async ({ page }) => {
  await expect(page.getByText('Demo cluster: nothing here is real.')).toBeVisible();
  await expect(page.getByText(/No kubeconfig found\. Looked in: \S+\./)).toBeVisible();
  await expect(page.getByRole('row', { name: /lobby-public/ })).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Try this' })).toBeVisible();
});

test('leads from a forward over the balancing to a Pod killed, with an answer each time', async ({ page, request }) => {
  const tour = page.getByRole('complementary', { name: 'Try this' });
  await page.getByRole('button', { name: 'Forward lobby', exact: true }).click();
  const link = page.locator('a[href^="http://localhost"]').first();
  await expect(link).toBeVisible();
  const url = (await link.getAttribute('href')) ?? '';
  const pod = async (): Promise<string> => (await (await request.get(url)).text()).split(' ')[0] ?? '';

  await expect(tour.getByText('1 of 5')).toBeVisible();
  const first = await pod();
  const second = await pod();
  expect(second).not.toBe(first);
  await expect(tour.getByText('2 of 5')).toBeVisible();

  await tour.getByRole('button', { name: `Kill ${second}` }).click();
  await expect(tour.getByText('3 of 5')).toBeVisible();
  for (let reload = 0; reload < 6; reload++) expect(await pod()).toMatch(/^lobby-/);
  await expect(tour.getByRole('button', { name: `Kill ${second}` })).toBeHidden();
});

test('can be cut off, and comes back with all its rows', async ({ page }) => {
  const grid = page.getByRole('grid', { name: 'Services' });
  await expect(page.getByRole('row', { name: /lobby-public/ })).toBeVisible();
  const rows = (await grid.getAttribute('aria-rowcount')) ?? '';
  await page.getByRole('button', { name: 'Take the API server away for 8 s' }).click();
  await expect(page.getByText(/old$/).first()).toBeVisible({ timeout: 30_000 });
  await expect(grid).toHaveAttribute('aria-rowcount', rows);
  await expect(page.getByText('not real', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(grid).toHaveAttribute('aria-rowcount', rows);
});

for (const place of ['#/services', '#/s/portolan-demo/game-lobby/lobby/chart', '#/clusters']) {
  test(`${place} breaks no rule of axe with the tour beside it`, async ({ page }) => {
    await expect(page.getByRole('row', { name: /lobby-public/ })).toBeVisible();
    await page.evaluate((hash) => (location.hash = hash), place);
    await expect(page.locator('main')).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}
