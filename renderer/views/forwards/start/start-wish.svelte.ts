import type { ServiceRow } from '../../../../shared/model/service.ts';
import type { App } from '../../../live/app.svelte.ts';

/** The Service that a person wants to forward otherwise than one click does it, while the dialog for it is open. */
export class StartWish {
  service = $state.raw<ServiceRow>();
}

const wishes = new WeakMap<App, StartWish>();

/** One for the app: there is one dialog. */
export function startWishOf(app: App): StartWish {
  const wish = wishes.get(app) ?? new StartWish();
  wishes.set(app, wish);
  return wish;
}
