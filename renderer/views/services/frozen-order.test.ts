import { expect, test } from 'vitest';
import { frozenOrder } from './frozen-order.ts';

test('without a pointer the order is the sorted one', () => {
  expect(frozenOrder(['a', 'b'], undefined)).toEqual({ keys: ['a', 'b'], waiting: 0 });
});

test('under a pointer rows keep their places, newcomers wait, and what is gone is gone', () => {
  expect(frozenOrder(['c', 'a', 'new', 'b'], ['a', 'b', 'c', 'gone'])).toEqual({ keys: ['a', 'b', 'c'], waiting: 1 });
});
