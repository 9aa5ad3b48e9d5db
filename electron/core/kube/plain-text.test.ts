import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainJson, plainText, shortPlainText } from './plain-text.ts';

test.each([
  ['colours and cursor moves', '\u001b[31mred\u001b[2A', '\ufffd[31mred\ufffd[2A'],
  ['a title for the terminal', '\u001b]0;root@prod\u0007', '\ufffd]0;root@prod\ufffd'],
  ['eight-bit controls', '\u009b31m', '\ufffd31m'],
  ['a text turned around', 'safe\u202egnp.exe', 'safe\ufffdgnp.exe'],
  ['isolates', 'a\u2066b\u2069c', 'a\ufffdb\ufffdc'],
  ['a line written over', 'bad\rgood', 'bad\ufffdgood'],
])('hides %s', (_, text, shown) => {
  expect(plainText(text)).toBe(shown);
});

test.each(['two\nlines\tand a tab', '서비스', 'שלום', '<b>&amp;</b>', 'a👩‍💻b'])('leaves %j as it is', (text) => {
  expect(plainText(text)).toBe(text);
});

test('a text that nobody could read is cut, one that somebody may is not', () => {
  expect(shortPlainText('x'.repeat(1024 * 1024))).toHaveLength(4097);
  expect(shortPlainText('x'.repeat(4096))).toBe('x'.repeat(4096));
});

test('nothing in any JSON gets past it', () => {
  const odd = fc.constantFrom('\u001b', '\u0007', '\r', '\u009b', '\u202a', '\u202e', '\u2066', 'a', '<', '서', '\n');
  const text = fc.string({ unit: odd });
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      text,
      fc.integer(),
      fc.array(tie('value')),
      fc.dictionary(text, tie('value')),
    ),
  }));
  fc.assert(
    fc.property(value, (json) => {
      expect(JSON.stringify(plainJson(json))).not.toMatch(/\\u00[019]|[\u009b\u202a\u202e\u2066]|\\r/);
    }),
  );
});

test('plain JSON stays the same object, and all that is not plain gets out of texts and keys', () => {
  const plain = { a: [{ b: 'c' }], d: undefined };
  expect(plainJson(plain)).toBe(plain);
  expect(plainJson({ a: [{ 'b\u202e': '\u001b', c: 1 }] })).toEqual({ a: [{ 'b\ufffd': '\ufffd', c: 1 }] });
});

test('what would become the prototype of a copy is left out, other names from birth are names', () => {
  const hostile: unknown = JSON.parse('{"__proto__":{"polluted":"\\u001b"},"constructor":"\\u202e"}');
  const plain = plainJson(hostile);
  expect(JSON.stringify(plain)).toBe('{"constructor":"\ufffd"}');
  expect(JSON.stringify(plainJson(JSON.parse('{"__proto__":{},"a":[{"__proto__":1}]}') as unknown))).toBe('{"a":[{}]}');
  expect(Reflect.has({}, 'polluted')).toBe(false);
});

test('a feed passes as it is', () => {
  const feed = (async function* () {})();
  expect(plainJson(feed)).toBe(feed);
});
