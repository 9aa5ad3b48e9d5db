import type { ContextView } from '../../../shared/model/context.ts';
import type { ForwardView } from '../../../shared/model/forward.ts';
import { serviceKey, type ServiceRow } from '../../../shared/model/service.ts';
import type { App } from '../../live/app.svelte.ts';
import type { Route } from '../../route.ts';
import { now } from '../../shell/now.svelte.ts';
import { matches } from './filter/match.ts';
import { parseFilter } from './filter/parse.ts';
import { frozenOrder } from './frozen-order.ts';
import { severity } from './severity.ts';
import { parseSort, sortRows } from './sort.ts';

type ListRoute = Extract<Route, { view: 'services' }>;

/** What the Services list shows: the rows of all connected clusters, filtered, sorted, and still under the pointer. */
export class ServiceList {
  readonly #app: App;
  readonly #route: () => ListRoute;
  /** The order that stands still while the pointer is inside. */
  #frozen = $state.raw<readonly string[] | undefined>(undefined);

  constructor(app: App, route: () => ListRoute) {
    this.#app = app;
    this.#route = route;
  }

  readonly contexts: readonly ContextView[] = $derived.by(() =>
    this.#app.contexts.values.filter(({ link }) => link.state !== 'off'),
  );
  readonly clusterNames = $derived(new Map(this.contexts.map(({ key, name }) => [key, name])));

  /** Every Service of the clusters and the namespace in view, before the filter. */
  readonly all: readonly ServiceRow[] = $derived.by(() => {
    const { ns } = this.#route();
    const rows = this.contexts.flatMap(({ key }) => this.#app.services(key).values);
    return ns === '' ? rows : rows.filter(({ namespace }) => namespace === ns);
  });

  readonly filter = $derived.by(() => parseFilter(this.#route().q));
  readonly sort = $derived.by(() => parseSort(this.#route().sort));

  /** The running forward of each Service, by the Service's key; the first where there are several. */
  readonly forwards: ReadonlyMap<string, ForwardView> = $derived.by(
    () => new Map(this.#app.forwards.values.toReversed().map((forward) => [serviceKey(forward.spec), forward])),
  );

  readonly #matching = $derived.by(() => {
    if (this.filter.terms.length === 0) return this.all;
    // Only a filter by age has to look at the clock again and again.
    const at = this.filter.terms.some(({ field }) => field === 'age') ? now() : 0;
    return this.all.filter((row) => matches(this.filter, this.#subject(row, at)));
  });
  readonly #sorted = $derived(sortRows(this.#matching, this.sort));
  readonly #order = $derived(
    frozenOrder(
      this.#sorted.map(({ key }) => key),
      this.#frozen,
    ),
  );
  readonly #byKey = $derived(new Map(this.#sorted.map((row) => [row.key, row])));

  readonly rows: readonly ServiceRow[] = $derived(this.#order.keys.flatMap((key) => this.#byKey.get(key) ?? []));
  /** Newcomers that wait for the pointer to leave. */
  readonly waiting = $derived(this.#order.waiting);
  readonly broken = $derived(this.all.filter((row) => severity(row) === 'bad').length);

  /** For each term of the filter, how many rows there would be without it. */
  readonly without = $derived.by(() =>
    this.filter.terms.map((term) => {
      const terms = this.filter.terms.filter((other) => other !== term);
      const count = this.all.filter((row) => matches({ terms, bad: [] }, this.#subject(row, Date.now()))).length;
      return { term: term.text, count };
    }),
  );

  freeze(): void {
    this.#frozen ??= this.rows.map(({ key }) => key);
  }

  thaw(): void {
    this.#frozen = undefined;
  }

  #subject(row: ServiceRow, at: number) {
    const cluster = this.clusterNames.get(row.context) ?? row.context;
    return { row, cluster, forwarded: this.forwards.has(row.key), now: at };
  }
}
