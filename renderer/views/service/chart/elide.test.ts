import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elide, elideAddress } from './elide.ts';

describe('elide', () => {
  it.each([
    ['game-lobby-5c9d7f64b-2xkq4', 17, 'game-lobby-…2xkq4'],
    ['web-0', 17, 'web-0'],
    ['ip-10-0-12-34.eu-west-1.compute.internal', 12, 'ip-10-…ernal'],
    ['abcdef', 1, '…'],
    ['abcdef', 3, 'a…f'],
  ])('shortens %s to %i', (text, length, short) => {
    expect(elide(text, length)).toBe(short);
  });

  it('fits, and keeps the beginning and the end', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 40 }), (text, length) => {
        const [head = '', tail] = elide(text, length).split('…');
        expect(elide(text, length).length).toBeLessThanOrEqual(Math.max(length, 1));
        if (text.length > length && !text.includes('…')) {
          expect(text.startsWith(head)).toBe(true);
          expect(text.endsWith(tail ?? '')).toBe(true);
        }
      }),
    );
  });
});

it('keeps the whole port of an address', () => {
  expect(elideAddress('10.42.3.19', 8080, 15)).toBe('10.42.3.19:8080');
  expect(elideAddress('10.142.131.119', 8080, 15)).toMatch(/^10\.1….*119:8080$/);
  expect(elideAddress('fd00:10:244::5', 8080, 30)).toBe('[fd00:10:244::5]:8080');
});
