import type { App } from '../live/app.svelte.ts';
import { formatRoute, type Route } from '../route.ts';

/** A link that leads to a place from outside: by the app's own scheme, or to this server. */
export function linkTo(route: Route, { protocol, origin, pathname }: Location = window.location): string {
  const hash = formatRoute(route);
  return protocol === 'app:' ? `portolan://${hash.slice(2)}` : `${origin}${pathname}${hash}`;
}

export function copyLink(app: App, route: Route): void {
  app.copy(linkTo(route));
}
