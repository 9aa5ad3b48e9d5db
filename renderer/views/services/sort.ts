import type { ServiceRow } from '../../../shared/model/service.ts';
import { addressesOf } from './address-words.ts';
import { severityRank } from './severity.ts';

/** The columns that a list can be sorted by. */
export const sortable = ['state', 'name', 'cluster', 'namespace', 'type', 'ready', 'ports', 'address', 'age'] as const;
export type SortColumn = (typeof sortable)[number];

export interface SortKey {
  readonly column: SortColumn;
  readonly descending: boolean;
}

type Compare = (a: ServiceRow, b: ServiceRow) => number;

const collator = new Intl.Collator('en', { numeric: true });
const byText =
  (of: (row: ServiceRow) => string): Compare =>
  (a, b) => {
    const [left, right] = [of(a), of(b)];
    // Most neighbours share cluster and namespace, and a collator is slow.
    return left === right ? 0 : collator.compare(left, right);
  };
const byNumber =
  (of: (row: ServiceRow) => number): Compare =>
  (a, b) =>
    of(a) - of(b);

const comparisons: Readonly<Record<SortColumn, Compare>> = {
  state: byNumber(severityRank),
  name: byText(({ name }) => name),
  cluster: byText(({ context }) => context),
  namespace: byText(({ namespace }) => namespace),
  type: byText(({ type, headless }) => `${type}${headless ? ' headless' : ''}`),
  ready: byNumber(({ endpoints }) => (endpoints ? endpoints.ready / Math.max(1, endpoints.total) : -1)),
  ports: byNumber(({ ports }) => ports[0]?.port ?? 0),
  address: byText((row) => addressesOf(row)[0] ?? ''),
  age: (a, b) => -collator.compare(a.created, b.created),
};

/** Worst first, then by where and what: the order of an unsorted list, and the last word in every other. */
const byDefault: readonly Compare[] = [comparisons.state, comparisons.cluster, comparisons.namespace, comparisons.name];

/**
 * A new array, sorted by the keys in turn. `places` is where rows stood when they were last sorted: what is nearly
 * sorted already is sorted in no time, so that a change to one of 10,000 rows costs little.
 */
export function sortRows(
  rows: readonly ServiceRow[],
  keys: readonly SortKey[],
  places: ReadonlyMap<string, number> = new Map(),
): ServiceRow[] {
  const compares = [
    ...keys.map(({ column, descending }): Compare => {
      const compare = comparisons[column];
      return descending ? (a, b) => compare(b, a) : compare;
    }),
    ...byDefault,
  ];
  return inPlaces(rows, places).sort((a, b) => {
    for (const compare of compares) {
      const result = compare(a, b);
      if (result !== 0) return result;
    }
    return 0;
  });
}

/** The rows where they stood, and those that are new after them. */
function inPlaces(rows: readonly ServiceRow[], places: ReadonlyMap<string, number>): ServiceRow[] {
  if (places.size === 0) return [...rows];
  const known: (ServiceRow | undefined)[] = Array.from({ length: places.size });
  const added: ServiceRow[] = [];
  for (const row of rows) {
    const place = places.get(row.key);
    if (place === undefined) added.push(row);
    else known[place] = row;
  }
  return [...known.filter((row) => row !== undefined), ...added];
}

/** Reads `-age,name` from an address; what is no column is left out. */
export function parseSort(text: string): readonly SortKey[] {
  return text.split(',').flatMap((part) => {
    const descending = part.startsWith('-');
    const column = sortable.find((name) => name === (descending ? part.slice(1) : part));
    return column ? [{ column, descending }] : [];
  });
}

export function formatSort(keys: readonly SortKey[]): string {
  return keys.map(({ column, descending }) => `${descending ? '-' : ''}${column}`).join(',');
}

/** A click on a header: ascending, descending, off. With Shift it is one key among others. */
export function nextSort(keys: readonly SortKey[], column: SortColumn, add: boolean): readonly SortKey[] {
  const before = keys.find((key) => key.column === column);
  const next: readonly SortKey[] = before
    ? before.descending
      ? []
      : [{ column, descending: true }]
    : [{ column, descending: false }];
  if (!add) return next;
  return before ? keys.flatMap((key) => (key === before ? next : [key])) : [...keys, ...next];
}
