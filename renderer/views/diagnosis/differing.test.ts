import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differing } from './differing.ts';

test.each([
  ['web-frontend', 'web-frontned', ['web-front', 'en', 'd']],
  ['mailr', 'mailer', ['mail', '', 'r']],
  ['web', 'web', ['web', '', '']],
  ['api', 'checkout', ['api', '', '']],
] as const)('%s beside %s', (text, other, parts) => {
  expect(differing(text, other)).toEqual(parts);
});

test('the parts are the text', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (text, other) => differing(text, other).join('') === text));
});
