import { expect, test } from 'vitest';
import { copyText, moveTo } from './row-keys.ts';
import { rowOf } from './testing/rows.ts';

test.each([
  ['j', 0, 1],
  ['ArrowDown', 9, 9],
  ['k', 0, 0],
  ['PageDown', 2, 7],
  ['End', 2, 9],
  ['Home', 5, 0],
  ['x', 5, undefined],
])('%s from %d leads to %s', (key, from, to) => {
  expect(moveTo(key, from, { count: 10, page: 5 })).toBe(to);
});

test.each([
  ['n', 'web'],
  ['d', 'web.shop.svc'],
  ['a', '10.96.0.9'],
  ['u', undefined],
  ['k', 'kubectl --context prod -n shop get service web'],
])('c %s copies %s', (letter, text) => {
  expect(copyText(letter, rowOf('prod/shop/web'), undefined)).toBe(text);
});
