import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSort } from '../../ui/table/sort-keys.ts';
import { sortable, sortRows } from './sort.ts';
import { rowOf } from './testing/rows.ts';

const ready = { ready: 1, notReady: 0, terminating: 0, total: 1 };
const none = { ready: 0, notReady: 1, terminating: 0, total: 1 };
const rows = [
  rowOf('dev/shop/web-10', { endpoints: ready, created: '2026-01-03T00:00:00Z' }),
  rowOf('dev/shop/web-9', { endpoints: ready, created: '2026-01-01T00:00:00Z' }),
  rowOf('dev/game/lobby', { endpoints: none, created: '2026-01-02T00:00:00Z' }),
];
const names = (sort: string): string[] => sortRows(rows, parseSort(sort, sortable)).map(({ name }) => name);

test.each([
  ['', ['lobby', 'web-9', 'web-10']],
  ['name', ['lobby', 'web-9', 'web-10']],
  ['-name', ['web-10', 'web-9', 'lobby']],
  ['age', ['web-10', 'lobby', 'web-9']],
  ['-namespace,age', ['web-10', 'web-9', 'lobby']],
  ['nonsense', ['lobby', 'web-9', 'web-10']],
])('sorted by "%s"', (sort, expected) => {
  expect(names(sort)).toEqual(expected);
});

test('where rows stood before changes nothing about where they belong', () => {
  const places = fc.uniqueArray(fc.constantFrom(...rows.map(({ key }) => key), 'gone/ns/row'));
  fc.assert(
    fc.property(places, (keys) => {
      const before = new Map(keys.map((key, place) => [key, place]));
      expect(sortRows(rows, [], before)).toEqual(sortRows(rows, []));
    }),
  );
});
