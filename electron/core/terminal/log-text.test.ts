import { expect, test } from 'vitest';
import { safeLine } from './log-text.ts';

const hostile: readonly (readonly [string, string, string])[] = [
  ['colours stay, and end with their line', '\u001b[31mred', '\u001b[31mred\u001b[0m'],
  ['the cursor stays where it is', 'a\u001b[2Ab\u001b[Hc\u001b[2Jd', 'abcd'],
  ['no title is set', 'a\u001b]0;root@prod\u0007b', 'ab'],
  ['nothing gets onto the clipboard', 'a\u001b]52;c;cm0gLXJmIC8=\u001b\\b', 'ab'],
  ['no link hides where it leads', '\u001b]8;;file:///etc/passwd\u001b\\text\u001b]8;;\u001b\\', 'text'],
  ['a string without an end swallows its own line alone', 'a\u001bPq#0;2', 'a'],
  ['no line is written over', 'good\rbad\b\b', 'good·bad··'],
  ['eight-bit controls are no controls', 'a\u009b31mb', 'a·31mb'],
  ['text is not turned around', 'abc\u202edcba', 'abc·dcba'],
  ['a lone escape at the end is nothing', 'abc\u001b', 'abc'],
  ['tabs and other scripts are text', 'a\tb 서비스', 'a\tb 서비스'],
];

test.each(hostile)('%s', (_, line, shown) => {
  expect(safeLine(line)).toBe(shown);
});
