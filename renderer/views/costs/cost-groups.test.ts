import { expect, test } from 'vitest';
import type { CostRow } from '../../../shared/model/cost.ts';
import { groupsOf, sumOf } from './cost-groups.ts';

function row(name: string, month: number | undefined, more: Partial<CostRow> = {}): CostRow {
  const place = { key: name, context: 'prod', namespace: 'shop', name, object: 'Service', ports: [80] } as const;
  return {
    ...place,
    traits: [],
    parts: [],
    ownUsage: false,
    state: 'used',
    sharing: 'can',
    currency: 'USD',
    ...(month !== undefined && { month }),
    ...more,
  };
}

test('an unknown cost is counted as unknown, not as nothing', () => {
  const rows = [row('a', 5), row('b', undefined), row('c', 7)];
  expect(sumOf(rows)).toEqual({ totals: [{ currency: 'USD', month: 12 }], unknown: 1, count: 3 });
});

test('currencies are never added up', () => {
  expect(sumOf([row('a', 5), row('b', 3, { currency: 'EUR' })]).totals).toHaveLength(2);
});

test('namespaces of the same name in two clusters are two groups, the dearest first', () => {
  const rows = [row('a', 5), row('b', 9, { context: 'dev' }), row('c', 1)];
  expect([...groupsOf(rows, 'namespace')].map(([key, { totals }]) => [key, totals[0]?.month])).toEqual([
    ['dev/shop', 9],
    ['prod/shop', 6],
  ]);
});
