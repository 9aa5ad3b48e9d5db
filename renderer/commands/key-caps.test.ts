import { expect, test } from 'vitest';
import { capsOf } from './key-caps.ts';

test.each([
  ['f', [['f']]],
  ['F', [['Shift', 'F']]],
  ['g s', [['g'], ['s']]],
  ['Mod+Shift+P', [['Ctrl', 'Shift', 'P']]],
  ['Alt+ArrowLeft', [['Alt', '←']]],
])('%s is shown so', (keys, caps) => {
  expect(capsOf(keys, false)).toEqual(caps);
});

test('a Mac has its own signs', () => {
  expect(capsOf('Mod+Shift+P', true)).toEqual([['⌘', '⇧', 'P']]);
});
