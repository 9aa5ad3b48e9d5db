import type { ContextView } from '../../../shared/model/context.ts';
import type { ForwardView } from '../../../shared/model/forward.ts';
import { serviceKey, type ServiceRow } from '../../../shared/model/service.ts';
import type { App } from '../../live/app.svelte.ts';
import { formatRoute, type Route } from '../../route.ts';
import { inScope } from '../../scope.ts';
import { now } from '../../shell/now.svelte.ts';
import { parseSort } from '../../ui/table/sort-keys.ts';
import type { Subject } from './filter/fields.ts';
import { matches } from './filter/match.ts';
import { parseFilter, type Filter } from './filter/parse.ts';
import { frozenOrder } from './frozen-order.ts';
import { severity } from './severity.ts';
import { sortable, sortRows } from './sort.ts';

type ListRoute = Extract<Route, { view: 'services' }>;

/** An order that stands still, and for which question (filter, sort, scope) it was the answer. */
interface Frozen {
  readonly question: string;
  readonly keys: readonly string[];
}

/** What the Services list shows: the rows of the clusters in scope, filtered, sorted, and still under the pointer. */
export class ServiceList {
  readonly #app: App;
  readonly #route: () => ListRoute;
  #frozen = $state.raw<Frozen>();
  /** The row that has the focus: it stays until left, whatever the filter says and even when its Service is gone. */
  #pinned = $state.raw<ServiceRow>();
  /** Where rows stood when they were last sorted; only a shortcut for sorting them again. */
  #places: ReadonlyMap<string, number> = new Map();

  constructor(app: App, route: () => ListRoute) {
    this.#app = app;
    this.#route = route;
  }

  readonly contexts: readonly ContextView[] = $derived.by(() => inScope(this.#app.contexts.values, this.#route()));
  readonly clusterNames: ReadonlyMap<string, string> = $derived.by(
    () => new Map(this.#app.contexts.values.map(({ key, name }) => [key, name])),
  );

  /** Every Service of the clusters and the namespace in view, before the filter. */
  readonly all: readonly ServiceRow[] = $derived.by(() => {
    const { ns } = this.#route();
    const rows = this.contexts.flatMap(({ key }) => this.#app.services(key).values);
    return ns === '' ? rows : rows.filter(({ namespace }) => namespace === ns);
  });

  readonly filter = $derived.by(() => parseFilter(this.#route().q));
  readonly sort = $derived.by(() => parseSort(this.#route().sort, sortable));

  /** The running forward of each Service, by the Service's key; the first where there are several. */
  readonly forwards: ReadonlyMap<string, ForwardView> = $derived.by(
    () => new Map(this.#app.forwards.values.toReversed().map((forward) => [serviceKey(forward.spec), forward])),
  );

  readonly #matching = $derived(this.matching(this.filter));
  /** The focused row where it no longer belongs to the list. */
  readonly #astray = $derived.by(() => {
    const pinned = this.#pinned;
    return pinned && !this.#matching.some(({ key }) => key === pinned.key) ? pinned : undefined;
  });
  readonly #sorted = $derived.by(() => {
    const rows = this.#astray ? [...this.#matching, this.#astray] : this.#matching;
    const sorted = sortRows(rows, this.sort, this.#places);
    this.#places = new Map(sorted.map(({ key }, place) => [key, place]));
    return sorted;
  });
  readonly #question = $derived.by(() => formatRoute(this.#route()));
  readonly #order = $derived(
    frozenOrder(
      this.#sorted.map(({ key }) => key),
      this.#frozen?.question === this.#question ? this.#frozen.keys : undefined,
    ),
  );
  readonly #byKey = $derived(new Map(this.#sorted.map((row) => [row.key, row])));

  readonly rows: readonly ServiceRow[] = $derived(this.#order.keys.flatMap((key) => this.#byKey.get(key) ?? []));
  /** How many rows the filter lets through. */
  readonly count = $derived(this.#matching.length);
  /** Newcomers that wait for the pointer to leave. */
  readonly waiting = $derived(this.#order.waiting);
  readonly broken = $derived(this.all.filter((row) => severity(row) === 'bad').length);

  /** For each term of the filter, what the rest is, and how many rows it would show. */
  readonly without = $derived.by(() =>
    this.filter.terms.map((term) => {
      const terms = this.filter.terms.filter((other) => other !== term);
      const rest = terms.map(({ text }) => text).join(' ');
      return { term: term.text, rest, count: this.matching({ terms, bad: [] }).length };
    }),
  );

  /** The rows that meet a filter. */
  matching(filter: Filter): readonly ServiceRow[] {
    if (filter.terms.length === 0) return this.all;
    // Only a filter by age has to look at the clock again and again.
    const at = filter.terms.some(({ field }) => field === 'age') ? now() : 0;
    return this.all.filter((row) => matches(filter, this.#subject(row, at)));
  }

  /** What a filter is asked of. */
  subjects(): readonly Subject[] {
    return this.all.map((row) => this.#subject(row, 0));
  }

  #subject(row: ServiceRow, at: number): Subject {
    const cluster = this.clusterNames.get(row.context) ?? row.context;
    return { row, cluster, forwarded: this.forwards.has(row.key), now: at };
  }

  /** Keeps the order as it is while somebody points at it. A new filter or sort is shown all the same. */
  freeze(): void {
    if (this.#frozen?.question === this.#question) return;
    this.#frozen = { question: this.#question, keys: this.rows.map(({ key }) => key) };
  }

  thaw(): void {
    this.#frozen = undefined;
  }

  /** Keeps a row in the list while the focus is on it. */
  pin(key: string | undefined): void {
    this.#pinned = key === undefined ? undefined : this.#byKey.get(key);
  }

  /** Whether a row is here only because the focus is on it. */
  isAstray(row: ServiceRow): boolean {
    return row.key === this.#astray?.key;
  }
}
