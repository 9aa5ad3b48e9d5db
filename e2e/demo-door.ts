import { loadedWindow, test as base } from './hosts.ts';

export { expect } from '@playwright/test';

/** The demo cluster through either door, as on a computer without any kubeconfig. The desktop's core is its own. */
export const test = base.extend({
  kubeconfig: async ({}, use) => use(''),
  page: async ({ door, core, context, launchDesktop }, use) => {
    if (door === 'desktop') return use(await loadedWindow(await launchDesktop({ KUBECONFIG: '' })));
    const page = await context.newPage();
    await page.goto(core.url);
    return use(page);
  },
});
