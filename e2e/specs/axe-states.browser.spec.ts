import type { Page } from '@playwright/test';
import type { FakeApi } from '../../electron/core/testing/fake-api.ts';
import { violationsInThemes } from '../axe.ts';
import { test as demo } from '../demo-door.ts';
import { putLoadBalancers } from '../edge/load-balancers.ts';
import { test as onFakeApi } from '../edge/on-fake-api.ts';
import { expect } from '../hosts.ts';

// What axe.browser.spec.ts does not come by: screens whose cluster does not answer well, and what opens within a screen.
// Axe looks at the page, which is the same through both doors: Chromium is enough.

interface State {
  readonly name: string;
  readonly locale?: 'ko-KR';
  /** Makes the cluster so before the app asks it. */
  readonly before?: (api: FakeApi) => void;
  /** Makes it so once its Services are listed. */
  readonly after?: (api: FakeApi) => void;
  /** What the list of Services says of it. */
  readonly says: RegExp;
}

const cut = (api: FakeApi): void => {
  api.fault = () => ({ t: 'reset' });
};
const refuse = (api: FakeApi): void => {
  api.may = () => false;
};

const states: readonly State[] = [
  {
    name: 'still loading',
    before: (api) => (api.fault = (request) => (request.includes('/services') ? { t: 'hang' } : undefined)),
    says: /Loading Services from dev/,
  },
  { name: 'not to be reached', before: cut, says: /cannot be reached: connection reset/ },
  { name: 'not to be reached, in Korean', locale: 'ko-KR', before: cut, says: /연결할 수 없습니다/ },
  { name: 'refused by rights', before: refuse, says: /may not list services in the whole cluster/ },
  { name: 'refused by rights, in Korean', locale: 'ko-KR', before: refuse, says: /services list 권한이 없습니다/ },
  {
    name: 'without Services',
    before: (api) => {
      for (const key of ['shop/db', 'shop/web', 'team-a/mail']) api.objects.remove('services', key);
    },
    says: /No Services in any namespace\./,
  },
  {
    name: 'as it was before an outage',
    after: (api) => {
      cut(api);
      api.cutWatches();
    },
    says: /Data from .+ cannot be reached/,
  },
];

const places = ['#/services', '#/s/dev/shop/web/chart', '#/problems', '#/nodes', '#/costs', '#/clusters'];

const goTo = (page: Page, hash: string): Promise<string> => page.evaluate((to) => (location.hash = to), hash);

for (const { name, locale = 'en-US', before, after, says } of states)
  onFakeApi.describe(`a cluster ${name}`, () => {
    onFakeApi.use({
      locale,
      api: async ({ api }, use) => {
        before?.(api);
        await use(api);
      },
    });

    onFakeApi('breaks no rule of axe on any screen', async ({ page, api }) => {
      const main = page.getByRole('main');
      if (after) {
        await expect(page.getByRole('row', { name: /web/ })).toBeVisible();
        after(api);
      }
      await expect(main).toContainText(says);
      for (const place of places) {
        await goTo(page, place);
        await expect(main.getByRole('heading').first()).toBeVisible();
        expect.soft(await violationsInThemes(page), place).toEqual([]);
      }
    });
  });

for (const locale of ['en-US', 'ko-KR']) {
  onFakeApi.describe(`in ${locale}`, () => {
    onFakeApi.use({ locale });

    onFakeApi('what a load balancer costs, and how that is counted, breaks no rule of axe', async ({ page, api }) => {
      putLoadBalancers(api);
      await goTo(page, '#/costs');
      await page.getByRole('row', { name: /auth/ }).press('Enter');
      await page.locator('main header button[aria-expanded=false]').click();
      await expect(page.getByText('0.0225 USD/h × 730 h').first()).toBeVisible();
      expect(await violationsInThemes(page)).toEqual([]);
    });
  });

  demo.describe(`in ${locale}`, () => {
    demo.use({ locale });

    demo('a fix that is shown before it is done breaks no rule of axe', async ({ page }) => {
      await goTo(page, '#/problems');
      await page.getByRole('button', { name: /trouble\/orders$/ }).click();
      await expect(page.getByRole('cell', { name: 'ordres', exact: true })).toBeVisible();
      expect(await violationsInThemes(page)).toEqual([]);
    });
  });
}

demo('what a terminal asks before it starts and before it ends breaks no rule of axe', async ({ page }) => {
  await goTo(page, '#/nodes/portolan-demo/node-1');
  await page.getByRole('button', { name: 'Shell', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Shell on node-1' });
  await expect(dialog).toBeVisible();
  expect(await violationsInThemes(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Start on demo' }).click();
  const panel = page.getByRole('region', { name: 'Terminals' });
  await expect(panel.locator('.xterm-rows')).toContainText('/ #');
  await panel.getByRole('button', { name: /^Close / }).click();
  await expect(panel.getByRole('alert')).toContainText('Closing ends it.');
  expect(await violationsInThemes(page)).toEqual([]);
});
