import type { ServiceRow } from '../../../shared/model/service.ts';
import { byAge, byNumber, byText, sorted, type Order } from '../../ui/table/compare.ts';
import type { SortKey } from '../../ui/table/sort-keys.ts';
import { addressesOf } from './address-words.ts';
import { severityRank } from './severity.ts';

/** The columns that a list can be sorted by. */
export const sortable = ['state', 'name', 'cluster', 'namespace', 'type', 'ready', 'ports', 'address', 'age'] as const;
export type SortColumn = (typeof sortable)[number];

const columns: Order<ServiceRow, SortColumn>['columns'] = {
  state: byNumber(severityRank),
  name: byText(({ name }) => name),
  cluster: byText(({ context }) => context),
  namespace: byText(({ namespace }) => namespace),
  type: byText(({ type, headless }) => `${type}${headless ? ' headless' : ''}`),
  ready: byNumber(({ endpoints }) => (endpoints ? endpoints.ready / Math.max(1, endpoints.total) : -1)),
  ports: byNumber(({ ports }) => ports[0]?.port ?? 0),
  address: byText((row) => addressesOf(row)[0] ?? ''),
  age: byAge,
};

/** Worst first, then by where and what. */
const byDefault = [columns.state, columns.cluster, columns.namespace, columns.name];

/** A new array, sorted by the keys in turn; `places` is where rows stood when they were last sorted. */
export function sortRows(
  rows: readonly ServiceRow[],
  keys: readonly SortKey<SortColumn>[],
  places?: ReadonlyMap<string, number>,
): ServiceRow[] {
  return sorted(rows, keys, { columns, byDefault, ...(places && { places }) });
}
