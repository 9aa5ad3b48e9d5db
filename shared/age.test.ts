import { expect, test } from 'vitest';
import { ageText } from './age.ts';

test.each([
  [0, '0s'],
  [119, '119s'],
  [120, '2m'],
  [7199, '119m'],
  [7200, '2h'],
  [2 * 86_400, '2d'],
  [800 * 86_400, '2y'],
])('%d seconds read %s', (seconds, text) => {
  expect(ageText(seconds * 1000)).toBe(text);
});
