import type { Feeds } from '../feeds.ts';
import { os } from '../implement.ts';
import type { Parts } from '../parts.ts';

/** The demo cluster's troubles and the app's settings. */
export function demoRoutes({ demo }: Pick<Parts, 'demo'>, feeds: Feeds) {
  return {
    feed: os.demo.feed.handler(({ input, signal }) => feeds.run(demo.view, { ...input, signal })),
    cause: os.demo.cause.handler(({ input }) => demo.cause(input)),
  };
}

export function settingsRoutes({ preferences }: Pick<Parts, 'preferences'>, feeds: Feeds) {
  return {
    feed: os.settings.feed.handler(({ input, signal }) => feeds.run(preferences.settings, { ...input, signal })),
    change: os.settings.change.handler(({ input }) => {
      preferences.change(input);
    }),
  };
}
