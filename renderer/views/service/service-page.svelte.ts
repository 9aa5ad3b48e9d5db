import { failure, type Failure } from '../../../shared/failure.ts';
import type { Diagnosis } from '../../../shared/model/diagnosis.ts';
import type { ServiceDetail } from '../../../shared/model/endpoint.ts';
import type { ForwardView } from '../../../shared/model/forward.ts';
import { serviceKey, type ServicePort, type ServiceRef } from '../../../shared/model/service.ts';
import type { App } from '../../live/app.svelte.ts';
import type { LiveMap, LiveStatus } from '../../live/live-map.svelte.ts';
import type { Route } from '../../route.ts';
import { historyOf } from '../forwards/forward-history.svelte.ts';
import { startWishOf } from '../forwards/start/start-wish.svelte.ts';
import { defaultPort } from '../../../shared/default-port.ts';
import { startForward } from '../services/start-forward.ts';
import { courseOf, type Course } from './chart/course.ts';
import { LaneMemory } from './chart/lane-memory.ts';
import { routeOf, type Route as ServiceRoute } from './chart/route.ts';

export type PageRoute = Extract<Route, { view: 'service' }>;

/** How the page stands: `gone` still has the Service's last state, `failed` has nothing to show. */
export type PageState =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly failure: Failure }
  | { readonly state: 'live' }
  | { readonly state: 'stale'; readonly since: number; readonly failure: Failure }
  | { readonly state: 'gone'; readonly since: number; readonly failure: Failure };

/** A Service's page: its live detail, the port that the chart shows, and the forward of that port. */
export class ServicePage {
  readonly ref: ServiceRef;
  readonly #app: App;
  readonly #route: () => PageRoute;
  readonly #show: (route: PageRoute) => void;
  readonly #memory = new LaneMemory();
  #live = $state.raw<LiveMap<ServiceDetail>>();
  #last: { readonly detail: ServiceDetail; readonly seen: number; goneSince?: number } | undefined;
  view = $state<'chart' | 'table'>('chart');
  /** TCP and UDP can share a number, which alone stands in the address. */
  #protocol = $state<ServicePort['protocol']>();

  /** `show` has the page's address changed. */
  constructor(app: App, route: () => PageRoute, show: (route: PageRoute) => void) {
    const { context, namespace, name } = route();
    this.ref = { context, namespace, name };
    this.#app = app;
    this.#route = route;
    this.#show = show;
    this.#live = app.detail(this.ref);
  }

  readonly #seen = $derived.by(() => {
    const detail = this.#live?.get(serviceKey(this.ref));
    const status: LiveStatus = this.#live?.status ?? { state: 'loading' };
    if (detail) this.#last = { detail, seen: Date.now() };
    else if (this.#last && isGone(status)) this.#last.goneSince ??= Date.now();
    return { ...this.#last, status };
  });

  /** The endpoint or Pod whose facts stand below the chart. */
  get selected(): string | undefined {
    return this.#route().ep;
  }

  set selected(key: string | undefined) {
    const { ep: _, ...route } = this.#route();
    this.#show(key === undefined ? route : { ...route, ep: key });
  }

  /** Asks for the Service again, after the core refused it. */
  retry(): void {
    this.#live = this.#app.detail(this.ref);
  }

  /** The Service as it is, or as it was when it was last seen. */
  get detail(): ServiceDetail | undefined {
    return this.#seen.detail;
  }

  readonly state: PageState = $derived.by(() => {
    const { detail, seen, goneSince, status } = this.#seen;
    const { namespace, name } = this.ref;
    if (goneSince !== undefined)
      return { state: 'gone', since: goneSince, failure: failure('service-gone', { namespace, name }) };
    const link = this.#app.contexts.get(this.ref.context)?.link;
    if (!detail || seen === undefined) {
      if (status.state === 'live') return { state: 'failed', failure: failure('service-gone', { namespace, name }) };
      if (status.state === 'failed') return status;
      if (link && (link.state === 'denied' || link.state === 'unreachable'))
        return { state: 'failed', failure: link.failure };
      return { state: 'loading' };
    }
    if (status.state === 'failed') return { state: 'stale', since: seen, failure: status.failure };
    if (link?.state === 'stale') return { state: 'stale', since: link.since, failure: link.failure };
    return status;
  });

  readonly port: ServicePort | undefined = $derived.by(() => {
    const service = this.detail?.service;
    if (!service) return undefined;
    const wanted = service.ports.filter(({ port }) => port === this.#route().port);
    const exact = wanted.find(({ protocol }) => protocol === this.#protocol);
    return exact ?? wanted[0] ?? defaultPort(service) ?? service.ports[0];
  });

  /** Remembers what the address cannot say; the caller changes the address. */
  choose({ protocol }: ServicePort): void {
    this.#protocol = protocol;
  }

  readonly forward: ForwardView | undefined = $derived.by(() => {
    const { context, namespace, name } = this.ref;
    if (this.port?.protocol !== 'TCP') return undefined;
    return this.#app.forwards.values.find(
      ({ spec }) =>
        spec.context === context && spec.namespace === namespace && spec.name === name && spec.port === this.port?.port,
    );
  });

  readonly route: ServiceRoute | undefined = $derived.by(() => {
    if (!this.detail) return undefined;
    const route = routeOf(this.detail, this.port);
    const picture = `${this.detail.service.uid}/${this.port?.port ?? ''}`;
    return { ...route, lanes: this.#memory.keep(picture, route.lanes) };
  });

  readonly course: Course | undefined = $derived.by(() => {
    if (!this.detail) return undefined;
    const { forward, state } = this;
    if (state.state === 'gone') return { kind: 'impossible', why: state.failure };
    return courseOf(this.detail, this.port, forward && { forward, shares: this.#shares(forward) });
  });

  /** What is found out about the Service. */
  get diagnosis(): Diagnosis | undefined {
    return this.#app.diagnoses(this.ref.context).get(serviceKey(this.ref));
  }

  toggleView(): void {
    this.view = this.view === 'chart' ? 'table' : 'chart';
  }

  /** Forwards the chosen port; one that runs already needs no second one. */
  startForward(): void {
    if (this.course?.kind === 'possible') startForward(this.#app, this.ref, this.course.port);
  }

  /** Asks how to forward, where that can be done. */
  askForward(): void {
    const service = this.detail?.service;
    if (service && defaultPort(service)) startWishOf(this.#app).service = service;
  }

  /** New connections per second through the forward. */
  get rate(): number | undefined {
    return this.forward && historyOf(this.#app).rates(this.forward)?.connections;
  }

  #shares(forward: ForwardView): ReadonlyMap<string, number> {
    const shares = [...historyOf(this.#app).shares(forward)].map(([key, { share }]) => [key, share] as const);
    return new Map(shares.some(([, share]) => share > 0) ? shares : []);
  }
}

/** A live feed without the Service means that it was deleted; so does one that ends in those words. */
function isGone(status: LiveStatus): boolean {
  return status.state === 'live' || (status.state === 'failed' && status.failure.code === 'service-gone');
}
