import { expect, test } from 'vitest';
import { clusterColour, clusterLetters } from './cluster-look.ts';

test.each([
  ['prod-eu', 'PE'],
  ['dev', 'DE'],
  ['arn:aws:eks:eu-west-1:1234:cluster/shop-prod', 'SP'],
  ['kind_kind', 'KK'],
  ['x', 'X'],
  ['운영-서울', '운서'],
])('%s reads %s', (name, letters) => {
  expect(clusterLetters(name)).toBe(letters);
});

test('one name has one colour, and names spread over all eight', () => {
  expect(clusterColour('prod')).toBe(clusterColour('prod'));
  const colours = new Set(Array.from({ length: 100 }, (_, n) => clusterColour(`cluster-${n}`)));
  expect(colours.size).toBe(8);
});
