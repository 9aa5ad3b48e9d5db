import type { App } from '../../../live/app.svelte.ts';

/** The Service whose checks a person wants to see, by its key, until its diagnosis is on screen. */
class CheckWish {
  service = $state<string>();
}

const wishes = new WeakMap<App, CheckWish>();

/** One for the app: it is told on one screen and met on another. */
export function checkWishOf(app: App): CheckWish {
  const wish = wishes.get(app) ?? new CheckWish();
  wishes.set(app, wish);
  return wish;
}
