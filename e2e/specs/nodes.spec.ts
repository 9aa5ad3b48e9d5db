import { expect, test } from '../demo-door.ts';

test.beforeEach(async ({ page }) => {
  await expect(page.getByRole('row', { name: /lobby-public/ })).toBeVisible();
  await page.evaluate(() => (location.hash = '#/nodes'));
  await expect(page.getByRole('row', { name: /node-1/ })).toContainText(/\d+ of \d+/);
});

test('nodes are sorted and opened by keys alone, down to how each answers a Service’s port', async ({ page }) => {
  const grid = page.getByRole('grid', { name: 'Nodes' });
  const sort = grid.getByRole('button', { name: 'Node', exact: true });
  await sort.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(grid.getByRole('columnheader', { name: 'Node' })).toHaveAttribute('aria-sort', 'descending');
  await expect(grid.getByRole('rowheader').first()).toHaveText(/node-3/);
  await grid.getByRole('row', { name: /node-3/ }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(grid.getByRole('row', { name: /node-2/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'node-2' })).toBeVisible();
  await page.getByRole('link', { name: 'shop/search' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: /node-1/ })).toContainText(/3\d{4} answers/);
  await expect(page.getByRole('row', { name: /node-1/ })).toContainText(/198\.51\.100\.11:3\d{4}/);
});

test('what the filter shows is saved as CSV and as JSON', async ({ page, outside }) => {
  await page.getByLabel('Filter nodes').fill('zone-b');
  await expect(page.getByRole('grid', { name: 'Nodes' })).toHaveAttribute('aria-rowcount', '3');
  const save = async (format: string): Promise<string> => {
    const { text } = await outside.saved(() => page.getByRole('button', { name: `Save as ${format}` }).click());
    return text;
  };
  const lines = (await save('CSV')).trim().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/^portolan-demo,node-2,Ready,/);
  expect(JSON.parse(await save('JSON'))).toMatchObject([{ name: 'node-2', zone: 'zone-b', context: 'portolan-demo' }]);
});
