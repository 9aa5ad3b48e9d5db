import type { ContextView } from '../../../shared/model/context.ts';
import type { ClusterCosts, CostRow } from '../../../shared/model/cost.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { App } from '../../live/app.svelte.ts';
import type { Route } from '../../route.ts';
import { connectedOf } from '../../scope.ts';
import { parseSort } from '../../ui/table/sort-keys.ts';
import { costMatches } from './cost-filter.ts';
import { sortable, sortCosts } from './sort.ts';

/** What the Costs table shows: the load balancers of the connected clusters, filtered and sorted. */
export class CostList {
  readonly #app: App;
  readonly #route: () => Extract<Route, { view: 'costs' }>;
  #pinned = $state.raw<string>();

  constructor(app: App, route: () => Extract<Route, { view: 'costs' }>) {
    this.#app = app;
    this.#route = route;
  }

  readonly contexts: readonly ContextView[] = $derived.by(() => connectedOf(this.#app.contexts.values));
  readonly clusters: readonly ClusterCosts[] = $derived.by(() =>
    this.contexts.flatMap(({ key }) => this.#app.costs(key).values),
  );
  readonly isWhole: boolean = $derived.by(() =>
    this.contexts.every(({ key }) => this.#app.costs(key).status.state === 'live'),
  );
  readonly failures: readonly Failure[] = $derived.by(() =>
    this.contexts.flatMap(({ key }) => {
      const { status } = this.#app.costs(key);
      return 'failure' in status ? [status.failure] : [];
    }),
  );
  readonly all: readonly CostRow[] = $derived.by(() => this.clusters.flatMap(({ rows }) => rows));
  readonly sort = $derived.by(() => parseSort(this.#route().sort ?? '', sortable));
  readonly rows: readonly CostRow[] = $derived.by(() => {
    const { q = '' } = this.#route();
    return sortCosts(
      this.all.filter((row) => row.key === this.#pinned || costMatches(row, q)),
      this.sort,
    );
  });

  /** A focused row stays until left, whatever the filter says. */
  pin(key: string | undefined): void {
    this.#pinned = key;
  }
}
