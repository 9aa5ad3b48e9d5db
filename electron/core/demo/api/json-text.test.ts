import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkJson } from './json-text.ts';

describe('checking JSON', () => {
  test('finds nothing wrong with what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(checkJson(text).error).toBeUndefined();
      }),
    );
  });

  test('takes exactly what JSON.parse takes', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '1',
      '-',
      '.5',
      'e3',
      'true',
      'nul',
      ' ',
      '\\u00e4',
      '"',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        expect(checkJson(text).error === undefined).toBe(isJson(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ['{"a":', 'unexpected end of JSON input'],
    ['', 'unexpected end of JSON input'],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b"}', `invalid character '"' after object key:value pair`],
    ['[1 2]', "invalid character '2' after array element"],
    ['{} {}', "invalid character '{' after top-level value"],
    ['nonsense', "invalid character 'o' in literal null (expecting 'u')"],
    ['<html>', "invalid character '<' looking for beginning of value"],
    ['"a\nb"', "invalid character '\\n' in string literal"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
  ])('says of %j: %s', (text, error) => expect(checkJson(text).error).toBe(error));

  test('finds fields that come twice, wherever they are', () => {
    const { duplicates } = checkJson('{"a":1,"a":2,"spec":{"ports":[{"port":80},{"port":1,"port":2}]},"b":{"a":1}}');
    expect(duplicates).toEqual(['a', 'spec.ports[1].port']);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
