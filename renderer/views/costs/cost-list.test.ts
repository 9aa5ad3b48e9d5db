import { expect, test } from 'vitest';
import type { CostRow } from '../../../shared/model/cost.ts';
import { parseSort } from '../../ui/table/sort-keys.ts';
import { costMatches } from './cost-filter.ts';
import { sortable, sortCosts } from './sort.ts';

function row(name: string, month: number | undefined, more: Partial<CostRow> = {}): CostRow {
  const place = { key: name, context: 'prod', namespace: 'shop', name, object: 'Service', ports: [80] } as const;
  const state = { state: 'used', sharing: 'can', traits: [], parts: [], ownUsage: false } as const;
  return { ...place, ...state, currency: 'USD', ...(month !== undefined && { month }), ...more };
}

const rows = [
  row('a', 5, { state: 'idle', sharing: 'not-in-use', namespace: 'game' }),
  row('b', undefined, { traits: ['internal'] }),
  row('c', 7, { object: 'Ingress', what: 'ALB', sharing: 'ingress' }),
];

test.each([
  ['', ['b', 'c', 'a']],
  ['month', ['a', 'c', 'b']],
  ['-month', ['b', 'c', 'a']],
  ['namespace,name', ['a', 'b', 'c']],
])('costs sorted by "%s": unknown ones ask for something, and come with the dearest', (sort, expected) => {
  expect(sortCosts(rows, parseSort(sort, sortable)).map(({ name }) => name)).toEqual(expected);
});

test.each([
  ['is:idle', ['a']],
  ['is:unknown', ['b']],
  ['is:ingress alb', ['c']],
  ['internal', ['b']],
  ['shop -alb', ['b']],
  ['', ['a', 'b', 'c']],
])('costs filtered by "%s"', (q, expected) => {
  expect(rows.filter((one) => costMatches(one, q)).map(({ name }) => name)).toEqual(expected);
});
