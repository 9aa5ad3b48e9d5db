import { expect, test } from 'vitest';
import { formatSort, nextSort, parseSort, type SortKey } from './sort-keys.ts';

const parse = (text: string): readonly SortKey<'name' | 'age'>[] => parseSort(text, ['name', 'age']);

test('what is no column is left out of an address', () => {
  expect(formatSort(parse('-age,nonsense,name'))).toBe('-age,name');
});

test('a header goes from ascending over descending to off', () => {
  const once = nextSort(parse(''), 'name', false);
  const twice = nextSort(once, 'name', false);
  expect([formatSort(once), formatSort(twice), formatSort(nextSort(twice, 'name', false))]).toEqual([
    'name',
    '-name',
    '',
  ]);
});

test('Shift keeps the other keys', () => {
  expect(formatSort(nextSort(parse('name'), 'age', true))).toBe('name,age');
  expect(formatSort(nextSort(parse('name,age'), 'name', true))).toBe('-name,age');
  expect(formatSort(nextSort(parse('name'), 'age', false))).toBe('age');
});
