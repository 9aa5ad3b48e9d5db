import { createContext } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import { serviceKey } from '../shared/model/service.ts';
import { formatRoute, home, parseRoute, type Route } from './route.ts';

type List = Extract<Route, { view: 'services' }>;

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

  #list: List = home;

  /** The Services list as it was last seen: where the way back from a page leads. */
  get list(): List {
    const { route } = this;
    return route.view === 'services' ? route : this.#list;
  }

  rememberList(route: List): void {
    this.#list = route;
  }

  #left: string | undefined;

  back(): void {
    const { route } = this;
    this.#left = route.view === 'service' ? serviceKey(route) : undefined;
    this.go(this.list);
  }

  /** The key of the Service whose page the way back came from; told once. */
  takeLeft(): string | undefined {
    const left = this.#left;
    this.#left = undefined;
    return left;
  }
}

export const [getRouter, setRouter] = createContext<Router>();
