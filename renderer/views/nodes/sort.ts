import type { NodeRow } from '../../../shared/model/node.ts';
import { m } from '../../../shared/paraglide/messages.js';
import type { Column } from '../../ui/table/columns.ts';
import { byNumber, byText, sorted, type Order } from '../../ui/table/compare.ts';
import type { SortKey } from '../../ui/table/sort-keys.ts';
import { addressesOf, machineOf, nodeGlyph } from './node-words.ts';

/** The columns that nodes can be sorted by, which are all there are. */
export const sortable = [
  'state',
  'name',
  'machine',
  'zone',
  'internal',
  'external',
  'endpoints',
  'pods',
  'version',
] as const;
export type SortColumn = (typeof sortable)[number];

/** Worst first. */
const ranks = ['bad', 'unknown', 'warn', 'ready'];

const orders: Order<NodeRow, SortColumn>['columns'] = {
  state: byNumber((row) => ranks.indexOf(nodeGlyph(row))),
  name: byText(({ name }) => name),
  machine: byText(machineOf),
  zone: byText(({ zone = '' }) => zone),
  internal: byText((row) => addressesOf(row, 'InternalIP')),
  external: byText((row) => addressesOf(row, 'ExternalIP')),
  endpoints: byNumber(({ endpoints }) => endpoints?.total ?? -1),
  pods: byNumber(({ pods }) => pods ?? -1),
  version: byText(({ kubeletVersion }) => kubeletVersion),
};

const titles: Readonly<Record<SortColumn, () => string>> = {
  state: m.nodes_column_state,
  name: m.nodes_column_node,
  machine: m.nodes_column_machine,
  zone: m.nodes_column_zone,
  internal: m.nodes_column_internal,
  external: m.nodes_column_external,
  endpoints: m.nodes_column_endpoints,
  pods: m.nodes_column_pods,
  version: m.nodes_column_version,
};

export const columns: readonly Column<SortColumn>[] = sortable.map((id) => ({ id, title: titles[id], sort: id }));

/** The nodes of a cluster in order: by name, unless told. */
export function sortNodes(rows: readonly NodeRow[], keys: readonly SortKey<SortColumn>[]): readonly NodeRow[] {
  return sorted(rows, keys, { columns: orders, byDefault: [orders.name] });
}
