import { startBed } from '../cluster/start.ts';
import { applySamples, sampleServices } from '../cluster/samples.ts';
import { expect, test as base } from '../hosts.ts';

// This breaks its cluster, so it has one of its own.
const test = base.extend({
  bed: async ({ bed: _shared }, use) => {
    await using own = await startBed();
    await applySamples(own);
    await use(own);
  },
});

// It is started and filled within the test's time, too.
test.describe.configure({ timeout: 120_000 });

test('an API server that goes and comes back leaves every row in place', async ({ page, bed }) => {
  const grid = page.getByRole('grid', { name: 'Services' });
  const rows = String(Object.keys(sampleServices).length + 2);
  await expect(grid).toHaveAttribute('aria-rowcount', rows);
  await bed.api.stop();
  await expect(page.getByText(/old$/).first()).toBeVisible({ timeout: 30_000 });
  await expect(grid).toHaveAttribute('aria-rowcount', rows);
  await bed.api.start();
  await expect(page.getByText('live', { exact: true }).first()).toBeVisible({ timeout: 30_000 });
  await expect(grid).toHaveAttribute('aria-rowcount', rows);
});
