import { expect, test } from 'vitest';
import { keyOf } from './keys.ts';

test.each([
  ['a letter is itself', 'f', 'KeyF', 'f'],
  ['a sign is itself, wherever it lies', '/', 'Digit7', '/'],
  ['Hangul is the letter of its place', 'ㄹ', 'KeyF', 'f'],
  ['a named key keeps its name', 'Enter', 'Enter', 'Enter'],
])('%s', (_, key, code, meant) => {
  expect(keyOf({ key, code })).toBe(meant);
});
