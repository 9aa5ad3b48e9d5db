import { createContext } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import { formatRoute, home, parseRoute, type Route } from './route.ts';

/** The route in the address bar, and ways to change it. */
export class Router {
  readonly #read = createSubscriber((update) => {
    window.addEventListener('hashchange', update);
    return () => window.removeEventListener('hashchange', update);
  });

  /** Undefined for an address that names no place here. */
  get parsed(): Route | undefined {
    this.#read();
    return parseRoute(window.location.hash);
  }

  get route(): Route {
    return this.parsed ?? home;
  }

  go(route: Route): void {
    window.location.hash = formatRoute(route);
  }

  /** Changes the address without a step back to the old one: for what changes with every key. */
  replace(route: Route): void {
    window.history.replaceState(window.history.state, '', formatRoute(route));
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  }

  back(): void {
    this.go(this.#last);
  }

  #last: Route = home;

  /** Remembers the list as it was, for the way back from a page. */
  rememberList(route: Route): void {
    if (route.view === 'services') this.#last = route;
  }
}

export const [getRouter, setRouter] = createContext<Router>();
