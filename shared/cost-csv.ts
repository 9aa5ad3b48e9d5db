import { csv } from './csv.ts';
import type { CostRow } from './model/cost.ts';

/** Costs for a spreadsheet. An unknown cost is an empty cell. */
export function costCsv(rows: readonly CostRow[]): string {
  return csv(
    [
      'cluster',
      'namespace',
      'object',
      'name',
      'provider',
      'kind',
      'traits',
      'state',
      'month',
      'currency',
      'counted',
      'source',
    ],
    rows.map((row) => [
      row.context,
      row.namespace,
      row.object,
      row.name,
      row.provider,
      row.what,
      row.traits.join(' '),
      row.state,
      row.month === undefined ? undefined : Math.round(row.month * 10_000) / 10_000,
      row.currency,
      row.parts.map(({ formula }) => formula).join(' + '),
      row.source && `${row.source.kind} ${row.source.name} ${row.source.read}`.trim(),
    ]),
  );
}
