import type { CostRow } from '../../../shared/model/cost.ts';
import { m } from '../../../shared/paraglide/messages.js';
import type { Column } from '../../ui/table/columns.ts';
import { byNumber, byText, sorted, type Order } from '../../ui/table/compare.ts';
import type { SortKey } from '../../ui/table/sort-keys.ts';
import { noteWords, sourceWords, whatWords } from './cost-words.ts';

/** The columns that costs can be sorted by, which are all there are. */
export const sortable = ['name', 'namespace', 'what', 'source', 'note', 'month'] as const;
export type SortColumn = (typeof sortable)[number];

/** Unknown ones first, since they ask for something; then the dearest. */
const byMonth = byNumber<CostRow>(({ month }) => (month === undefined ? Number.MIN_SAFE_INTEGER : -month));
const byPlace = byText<CostRow>(({ context, namespace, name }) => `${context}/${namespace}/${name}`);

const orders: Order<CostRow, SortColumn>['columns'] = {
  name: byText(({ name }) => name),
  namespace: byText(({ namespace }) => namespace),
  what: byText(whatWords),
  source: byText(sourceWords),
  note: byText(noteWords),
  month: (a, b) => byMonth(b, a),
};

const titles: Readonly<Record<SortColumn, () => string>> = {
  name: m.costs_column_service,
  namespace: m.costs_column_namespace,
  what: m.costs_column_what,
  source: m.costs_column_source,
  note: m.costs_column_note,
  month: m.costs_column_month,
};

export const columns: readonly Column<SortColumn>[] = sortable.map((id) => ({ id, title: titles[id], sort: id }));

export function sortCosts(rows: readonly CostRow[], keys: readonly SortKey<SortColumn>[]): readonly CostRow[] {
  return sorted(rows, keys, { columns: orders, byDefault: [byMonth, byPlace] });
}
