import { expect, test } from 'vitest';
import { mergePatched, valueAt } from './values.ts';

test.each([
  ['', { a: [1] }, { a: [1] }],
  ['a.0', { a: [1] }, 1],
  ['a.length', { a: [1] }, 1],
  ['a.b.c', { a: 1 }, undefined],
  ['b', { a: 1 }, undefined],
])('reads %j of %j', (path, value, wanted) => {
  expect(valueAt(value, path)).toEqual(wanted);
});

test.each([
  [{ a: 1 }, { b: 2 }, { a: 1, b: 2 }],
  [{ a: { b: 1, c: 2 } }, { a: { b: null } }, { a: { c: 2 } }],
  [{ a: [1, 2] }, { a: [3] }, { a: [3] }],
  [undefined, { a: { b: null } }, { a: {} }],
])('makes %j of %j as a merge patch does', (value, change, wanted) => {
  expect(mergePatched(value, change)).toEqual(wanted);
});
