import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { badContexts, type BadContexts } from '../edge/bad-contexts.ts';
import { kubeconfigText } from '../edge/kubeconfig-text.ts';
import { expect, test as base } from '../hosts.ts';

// The core says what is wrong, and the page shows it in the same way through both doors: Chromium is enough here.
// Electron meets an outage, refusals and foreign hands in outage.spec.ts, credentials.spec.ts and hostile-cluster.spec.ts.

const test = base.extend<{ contexts: BadContexts }>({
  contexts: async ({}, use) => {
    await using owner = new AsyncDisposableStack();
    await use(await badContexts(owner));
  },
  kubeconfig: async ({ contexts, home }, use) => {
    const path = join(home, 'kubeconfig');
    await writeFile(path, kubeconfigText(contexts));
    await use(path);
  },
});

/** A context's line on the Clusters screen, and the line below it that says what is wrong. */
function lines(page: Page, name: string): { readonly row: Locator; readonly trouble: Locator } {
  const row = page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) });
  return { row, trouble: row.locator('xpath=following-sibling::tr[1]').getByRole('paragraph') };
}

test('says of each context that cannot be connected what is wrong with it, and what to do', async ({
  page,
  contexts,
}) => {
  await page.evaluate(() => (location.hash = '#/clusters'));
  for (const name of Object.keys(contexts)) await page.getByRole('button', { name: `Connect ${name}` }).click();
  for (const [name, { says }] of Object.entries(contexts)) {
    const { row, trouble } = lines(page, name);
    await expect.soft(trouble, name).toContainText(says);
    await expect.soft(row, name).not.toContainText('live');
  }
  await expect(page.getByText('s3cret')).toHaveCount(0);

  const { row, trouble } = lines(page, 'plugin-hanging');
  await row.getByRole('button', { name: 'Disconnect' }).click();
  await expect(row).toContainText('off');
  await expect(trouble).toHaveCount(0);
});
