import type { CostRow } from '../../../shared/model/cost.ts';

export type Grouping = 'service' | 'cluster' | 'namespace';

export interface CostTotal {
  readonly currency: string;
  readonly month: number;
}

/** The sums of what is known, by currency, and how many are not known. */
export interface CostSum {
  readonly totals: readonly CostTotal[];
  readonly unknown: number;
  readonly count: number;
}

export function sumOf(rows: readonly CostRow[]): CostSum {
  const totals = new Map<string, number>();
  let unknown = 0;
  for (const { month, currency } of rows) {
    if (month === undefined) unknown += 1;
    else totals.set(currency, (totals.get(currency) ?? 0) + month);
  }
  return { totals: [...totals].map(([currency, month]) => ({ currency, month })), unknown, count: rows.length };
}

/** The rows of each cluster, or of each namespace, the dearest first. */
export function groupsOf(rows: readonly CostRow[], by: Exclude<Grouping, 'service'>): ReadonlyMap<string, CostSum> {
  const groups = new Map<string, CostRow[]>();
  for (const row of rows) {
    const key = by === 'cluster' ? row.context : `${row.context}/${row.namespace}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const sums = [...groups].map(([key, group]) => [key, sumOf(group)] as const);
  return new Map(sums.toSorted(([, a], [, b]) => amountOf(b) - amountOf(a)));
}

const amountOf = ({ totals }: CostSum): number => totals.reduce((sum, { month }) => sum + month, 0);
