import { expect, test } from 'vitest';
import { acceleratorOf } from './accelerator.ts';

test.each([
  ['a chord', ['Mod+K', 'Mod+Shift+P'], 'CmdOrCtrl+K', 'CmdOrCtrl+K'],
  ['a chord with a mark', ['Mod+,'], 'CmdOrCtrl+,', 'CmdOrCtrl+,'],
  ['an arrow, where a Mac has another', ['Alt+ArrowLeft', 'Mod+['], 'Alt+Left', 'CmdOrCtrl+['],
  ['a bare key', ['f'], undefined, undefined],
  ['a sequence', ['g s'], undefined, undefined],
  ['no key', undefined, undefined, undefined],
])('%s', (_, keys, elsewhere, onMac) => {
  expect(acceleratorOf(keys, false)).toBe(elsewhere);
  expect(acceleratorOf(keys, true)).toBe(onMac);
});
