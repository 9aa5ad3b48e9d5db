import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stretchesOf } from './bad-stretches.ts';

test('only terms that make no sense are bad', () => {
  expect(stretchesOf('web  nothing:1 "a b"').filter(({ bad }) => bad)).toEqual([{ text: 'nothing:1', bad: true }]);
});

test('the stretches are the text again, whatever is typed', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(
        stretchesOf(text)
          .map((stretch) => stretch.text)
          .join(''),
      ).toBe(text);
    }),
  );
});
