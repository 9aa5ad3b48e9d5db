import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../demo-door.ts';

test.beforeEach(async ({ page }) => {
  await expect(page.getByRole('row', { name: /lobby-public/ })).toBeVisible();
  await page.evaluate(() => (location.hash = '#/nodes'));
  await expect(page.getByRole('row', { name: /node-1/ })).toContainText(/\d+ of \d+/);
});

test('what the filter shows is saved as CSV and as JSON', async ({ page }) => {
  await page.getByLabel('Filter nodes').fill('zone-b');
  await expect(page.getByRole('grid', { name: 'Nodes' })).toHaveAttribute('aria-rowcount', '3');
  const save = async (format: string): Promise<string> => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: `Save as ${format}` }).click();
    return readFile(await (await download).path(), 'utf8');
  };
  const lines = (await save('CSV')).trim().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/^portolan-demo,node-2,Ready,/);
  expect(JSON.parse(await save('JSON'))).toMatchObject([{ name: 'node-2', zone: 'zone-b', context: 'portolan-demo' }]);
});

for (const theme of ['light', 'dark'] as const) {
  for (const locale of ['en', 'ko'] as const) {
    test(`nodes, a node and a Service on the nodes break no rule of axe, ${theme}, ${locale}`, async ({ page }) => {
      await page.evaluate(() => (location.hash = '#/settings'));
      await page.locator(`input[name=theme][value=${theme}]`).check({ force: true });
      await page.locator(`input[name=locale][value=${locale}]`).check({ force: true });
      for (const [hash, shown] of [
        ['#/nodes?sort=-endpoints', /node-1/],
        ['#/nodes/portolan-demo/node-1', /shop\/search/],
        ['#/nodes/portolan-demo?service=shop/search', /node-1/],
      ] as const) {
        await page.evaluate((place) => (location.hash = place), hash);
        await expect(page.getByRole('row', { name: shown })).toBeVisible();
        const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
        expect(violations.map(({ id, nodes }) => `${hash} ${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
      }
    });
  }
}
