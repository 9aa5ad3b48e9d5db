import type { Page } from '@playwright/test';
import { expect, loadedWindow, test as base } from './hosts.ts';

export { expect } from './hosts.ts';

/** The demo cluster through either door, as on a computer without any kubeconfig. The desktop's core is its own. */
export const test = base.extend({
  kubeconfig: async ({}, use) => use(''),
  page: async ({ door, core, context, launchDesktop }, use) => {
    const page = await (door === 'desktop' ? launchDesktop({ KUBECONFIG: '' }).then(loadedWindow) : context.newPage());
    if (door === 'browser') await page.goto(core.url);
    await settled(page);
    await use(page);
  },
});

/** Waits until the demo's Services are listed and looked at: their rows come and move until then. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('navigation').locator('a[href="#/problems"]')).toHaveText(/[1-9]/);
}
