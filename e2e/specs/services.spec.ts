import { violations } from '../axe.ts';
import { sampleServices } from '../cluster/samples.ts';
import { expect, test } from '../hosts.ts';

test('shows every Service of the cluster', async ({ page }) => {
  const grid = page.getByRole('grid', { name: 'Services' });
  // The samples and the API server's own.
  const count = Object.keys(sampleServices).length + 1;
  await expect(grid).toHaveAttribute('aria-rowcount', String(count + 1));
});

test('filters by the language of its field, and says what it does not understand', async ({ page }) => {
  const filter = page.getByRole('combobox', { name: 'Filter Services' });
  await filter.fill('ns:shop type:lb');
  await expect(page.getByRole('row', { name: /checkout/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /storefront/ })).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Services' })).toHaveAttribute('aria-rowcount', '3');
  await filter.fill('colour:blue ns:shop type:lb');
  await expect(page.getByText('Not understood: colour:blue')).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Services' })).toHaveAttribute('aria-rowcount', '3');
});

test('shows a Service made with kubectl, its change and its end', async ({ page, bed }) => {
  const filter = page.getByRole('combobox', { name: 'Filter Services' });
  await filter.fill('fresh-one');
  await bed.kubectl(['-n', 'shop', 'create', 'service', 'clusterip', 'fresh-one', '--tcp=80:8080']);
  const row = page.getByRole('row', { name: /fresh-one/ });
  await expect(row).toBeVisible();
  await bed.kubectl(['-n', 'shop', 'patch', 'service', 'fresh-one', '-p', '{"spec":{"type":"LoadBalancer"}}']);
  await expect(row.getByText('pending').first()).toBeVisible();
  await bed.kubectl(['-n', 'shop', 'delete', 'service', 'fresh-one']);
  await expect(row).toBeHidden();
});

test('forwards a Service in one click', async ({ page, request }) => {
  await page.getByRole('combobox', { name: 'Filter Services' }).fill('ns:shop name:web');
  await page.getByRole('button', { name: 'Forward web' }).click();
  const link = page.locator('a[href^="http://localhost"]').first();
  await expect(link).toBeVisible();
  const url = await link.getAttribute('href');
  expect(url).toMatch(/^http:\/\/localhost:\d+/);
  const answer = (await (await request.get(url ?? '')).json()) as { pod: string };
  expect(answer.pod).toMatch(/^web-/);
});

for (const place of [
  '#/services',
  '#/s/bed/shop/web/chart',
  '#/s/bed/shop/web/endpoints',
  '#/forwards',
  '#/clusters',
  '#/settings',
]) {
  test(`${place} breaks no rule of axe`, async ({ page }) => {
    await expect(page.getByRole('row', { name: /web/ }).first()).toBeVisible();
    await page.evaluate((hash) => (location.hash = hash), place);
    await expect(page.locator('main')).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

test('copies a Service’s name from the menu of its page', async ({ page }) => {
  await page.getByRole('combobox', { name: 'Filter Services' }).fill('ns:shop name:web');
  await page
    .getByRole('link', { name: 'web', exact: true })
    .or(page.getByText('web', { exact: true }))
    .first()
    .dblclick();
  await expect(page.getByRole('heading', { name: 'web', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  const menu = page.getByRole('menu');
  await expect(menu.getByRole('menuitem')).toContainText(['web', 'web.shop']);
  await menu.getByRole('menuitem').first().click();
  await expect(page.getByText('Copied: web')).toBeVisible();
});
