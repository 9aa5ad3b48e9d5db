import { expect, test } from '../hosts.ts';

// The desktop app as people start it: with its core inside, no server anywhere.
test('the core inside the app connects to the cluster of the kubeconfig', async ({ bed, launchDesktop }) => {
  const page = await (await launchDesktop({ KUBECONFIG: bed.kubeconfig })).firstWindow();
  await page.evaluate(() => (location.hash = '#/clusters'));
  const row = page.getByRole('row').filter({ hasText: bed.server });
  await expect(row.getByText('live', { exact: true })).toBeVisible();
});
