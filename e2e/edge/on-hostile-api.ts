import { putHostileObjects } from './hostile-objects.ts';
import { test as base } from './on-fake-api.ts';

/** The app on a cluster in foreign hands. */
export const test = base.extend({
  api: async ({ api }, use) => {
    putHostileObjects(api);
    await use(api);
  },
});
