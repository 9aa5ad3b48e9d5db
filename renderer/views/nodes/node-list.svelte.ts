import type { ContextView } from '../../../shared/model/context.ts';
import type { NodeRow } from '../../../shared/model/node.ts';
import type { App } from '../../live/app.svelte.ts';
import type { Route } from '../../route.ts';
import { connectedOf } from '../../scope.ts';
import { parseSort } from '../../ui/table/sort-keys.ts';
import { nodeMatches } from './node-filter.ts';
import { sortable, sortNodes } from './sort.ts';

/** A line of the table: a cluster's heading, or a node under it. */
export type NodeLine =
  | { readonly key: string; readonly kind: 'cluster'; readonly context: ContextView }
  | { readonly key: string; readonly kind: 'node'; readonly row: NodeRow };

/** What the Nodes table shows: the nodes of the connected clusters, filtered, cluster by cluster. */
export class NodeList {
  readonly #app: App;
  readonly #route: () => Extract<Route, { view: 'nodes' }>;
  #pinned = $state.raw<string>();

  constructor(app: App, route: () => Extract<Route, { view: 'nodes' }>) {
    this.#app = app;
    this.#route = route;
  }

  readonly contexts: readonly ContextView[] = $derived.by(() => connectedOf(this.#app.contexts.values));
  readonly all: readonly NodeRow[] = $derived.by(() => this.contexts.flatMap(({ key }) => this.#app.nodes(key).values));
  readonly sort = $derived.by(() => parseSort(this.#route().sort ?? '', sortable));
  readonly rows: readonly NodeLine[] = $derived.by(() => {
    const { q } = this.#route();
    return this.contexts.flatMap((context): readonly NodeLine[] => {
      const nodes = this.#app
        .nodes(context.key)
        .values.filter((row) => row.key === this.#pinned || nodeMatches(row, q));
      const heading: NodeLine = { key: `cluster ${context.key}`, kind: 'cluster', context };
      return nodes.length === 0
        ? []
        : [heading, ...sortNodes(nodes, this.sort).map((row): NodeLine => ({ key: row.key, kind: 'node', row }))];
    });
  });

  /** The nodes that the table shows, in its order. */
  get shown(): readonly NodeRow[] {
    return this.rows.flatMap((line) => (line.kind === 'node' ? line.row : []));
  }

  /** A focused node stays until left, whatever the filter says. */
  pin(key: string | undefined): void {
    this.#pinned = key;
  }
}
