import { expect, test } from '../demo-door.ts';

test.beforeEach(async ({ page }) => {
  await expect(page.getByRole('row', { name: /lobby-public/ })).toBeVisible();
  await page.evaluate(() => (location.hash = '#/s/portolan-demo/shop/mysql/names'));
  await expect(page.getByRole('tab', { name: 'Names' })).toHaveAttribute('aria-selected', 'true');
});

test('tells a headless Service’s names, by Pod too, and which of them work from another namespace', async ({
  page,
}) => {
  await expect(page.getByRole('row', { name: /^A mysql-0\.mysql\.shop\.svc\.cluster\.local → 10\./ })).toBeVisible();
  await expect(page.getByRole('row', { name: /^SRV _mysql\._tcp\.mysql\.shop\.svc\.cluster\.local/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /^mysql works/ })).toBeVisible();
  await page.getByLabel('From namespace').selectOption('game-lobby');
  await expect(page.getByRole('row', { name: /^mysql no mysql\.game-lobby\.svc\.cluster\.local/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /^mysql\.shop works/ })).toBeVisible();
  await expect(page.getByText('search game-lobby.svc.cluster.local')).toBeVisible();
});

test('gives lines to paste for the cluster and, once it is forwarded, for the forward', async ({ page }) => {
  await expect(page.getByText('mysql -h mysql.shop.svc -P 3306 -u root -p')).toBeVisible();
  await expect(page.getByText('jdbc:mysql://mysql.shop.svc:3306/DATABASE')).toBeVisible();
  await page.getByRole('tabpanel').getByRole('button', { name: 'Forward', exact: true }).click();
  await expect(page.getByText(/^mysql -h 127\.0\.0\.1 -P \d+ -u root -p$/)).toBeVisible();
});

test('copies a name by keys alone, and saves all of them as CSV', async ({ page, outside }) => {
  const copy = page.getByRole('button', { name: 'Copy mysql.shop', exact: true });
  await copy.focus();
  await page.keyboard.press('Enter');
  await expect.poll(outside.copied).toBe('mysql.shop');
  const { text } = await outside.saved(() => page.getByRole('button', { name: 'Save as CSV' }).click());
  expect(text).toMatch(/^namespace,service,type,name,value,pod\n/);
  expect(text).toContain('shop,mysql,A,mysql-0.mysql.shop.svc.cluster.local,10.');
});

test('tells the environment of Pods for a Service with a cluster IP', async ({ page }) => {
  await page.evaluate(() => (location.hash = '#/s/portolan-demo/shop/search/names'));
  await expect(page.getByText(/^SEARCH_SERVICE_HOST=10\.96\./)).toBeVisible();
  await expect(page.getByText(/of \d+ running Pods have them/)).toBeVisible();
  await expect(page.getByText(/^curl http:\/\/[\d.]+:3\d{4}\/$/)).toBeVisible();
});
