import type { Locator, Page } from '@playwright/test';

/** A screen of the app on the demo cluster: its address, and what is there once it is drawn, in any language. */
export interface Screen {
  readonly hash: string;
  readonly ready: (page: Page) => Locator;
}

const SERVICE = '#/s/portolan-demo/game-lobby/lobby';
const panel = (page: Page): Locator => page.getByRole('tabpanel').first();

/** Every screen, and every tab of a Service's page. */
export const screens: readonly Screen[] = [
  { hash: '#/services', ready: (page) => page.getByRole('row', { name: / backend / }) },
  ...['chart', 'endpoints', 'exposure', 'names', 'diagnosis', 'yaml', 'events'].map((tab) => ({
    hash: `${SERVICE}/${tab}`,
    ready: panel,
  })),
  { hash: '#/s/portolan-demo/trouble/orders/chart', ready: panel },
  // With lines to paste and the environment of its Pods, which a Service without a cluster IP has not.
  { hash: '#/s/portolan-demo/shop/search/names', ready: (page) => page.getByText(/^SEARCH_SERVICE_HOST=/) },
  { hash: '#/forwards', ready: (page) => page.getByRole('rowheader', { name: /backend/ }) },
  { hash: '#/problems', ready: (page) => page.getByRole('button', { name: /F2/ }) },
  { hash: '#/nodes', ready: (page) => page.getByRole('grid').getByRole('rowheader').first() },
  { hash: '#/nodes/portolan-demo/node-1', ready: (page) => page.getByRole('row', { name: /shop\/search/ }) },
  {
    hash: '#/nodes/portolan-demo?service=game-lobby%2Flobby',
    ready: (page) => page.getByRole('main').getByRole('heading').first(),
  },
  { hash: '#/costs', ready: (page) => page.getByRole('row', { name: /lobby-public/ }) },
  { hash: '#/clusters', ready: (page) => page.getByRole('main').getByRole('table') },
  { hash: '#/settings', ready: (page) => page.getByRole('radio', { name: 'English' }) },
  { hash: '#/nowhere', ready: (page) => page.getByRole('main').getByRole('status').first() },
];
