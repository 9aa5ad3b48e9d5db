import { expect, test } from 'vitest';
import { keyOf, pressedBy, strokeOf } from './strokes.ts';

const press = (key: string, code: string, held: readonly ('ctrl' | 'meta' | 'alt' | 'shift')[] = []) => ({
  key,
  code,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  altKey: held.includes('alt'),
  shiftKey: held.includes('shift'),
});

test.each([
  ['a letter is itself', press('f', 'KeyF'), 'f'],
  ['a sign is itself, wherever it lies', press('/', 'Digit7', ['shift']), '/'],
  ['Hangul is the letter of its place', press('ㄹ', 'KeyF'), 'f'],
  ['Hangul with Shift is the capital of its place', press('ㄲ', 'KeyR', ['shift']), 'R'],
  ['a named key keeps its name', press('Enter', 'Enter'), 'Enter'],
])('%s', (_, event, meant) => {
  expect(keyOf(event)).toBe(meant);
  expect(strokeOf(event, false)).toBe(meant);
});

test.each([
  ['Ctrl is Mod', press('k', 'KeyK', ['ctrl']), false, 'Mod+K'],
  ['Cmd is Mod on a Mac', press('k', 'KeyK', ['meta']), true, 'Mod+K'],
  ['Ctrl is not Mod on a Mac', press('k', 'KeyK', ['ctrl']), true, 'Other+K'],
  ['Shift is told in a chord', press('P', 'KeyP', ['ctrl', 'shift']), false, 'Mod+Shift+P'],
  ['Shift is told with a named key', press('F10', 'F10', ['shift']), false, 'Shift+F10'],
  ['Hangul makes the same chords', press('ㅏ', 'KeyK', ['ctrl']), false, 'Mod+K'],
])('%s', (_, event, mac, stroke) => {
  expect(strokeOf(event, mac)).toBe(stroke);
});

test('a stroke presses what it names, and starts what it begins', () => {
  expect(pressedBy(['f'])).toEqual({ ids: ['service.forward'], more: false });
  expect(pressedBy(['g'])).toEqual({ ids: [], more: true });
  expect(pressedBy(['g', 'f'])).toEqual({ ids: ['go.forwards'], more: false });
  expect(pressedBy(['MOD+K']).ids).toEqual(['app.palette']);
  expect(pressedBy(['F']).ids).toEqual(['service.forwardWith']);
  expect(pressedBy(['Enter'])).toEqual({ ids: [], more: false });
});
