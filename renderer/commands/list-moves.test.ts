import { expect, test } from 'vitest';
import { moveTo } from './list-moves.ts';

test.each([
  ['list.next', 0, 1],
  ['list.next', 9, 9],
  ['list.previous', 0, 0],
  ['list.pageDown', 2, 7],
  ['list.last', 2, 9],
  ['list.first', 5, 0],
  ['list.open', 5, undefined],
  [undefined, 5, undefined],
] as const)('%s from %d leads to %s', (command, from, to) => {
  expect(moveTo(command, from, { count: 10, page: 5 })).toBe(to);
});
