import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyWeights, picks, tally, weighing } from '../../testing/backends.ts';
import { weighted } from './weighted.ts';

describe('weighted round robin', () => {
  it.each<[readonly number[], string]>([
    [[4, 3, 2], 'AABABCABC'],
    [[1, 1, 1], 'ABC'],
    [[2, 4, 6], 'CBCABC'],
    [[3, 0, 1], 'AAAC'],
    [[7], 'A'],
  ])('of weights %j goes %s round and round', (weights, sequence) => {
    expect(picks(weighted(), weighing(...weights), sequence.length * 3).join('')).toBe(sequence.repeat(3));
  });

  it('gives each exactly its share in each round', () => {
    fc.assert(
      fc.property(anyWeights, fc.integer({ min: 1, max: 4 }), (weights, rounds) => {
        const divisor = weights.reduce((a, b) => (b === 0 ? a : gcd(a, b)), 0);
        const sum = weights.reduce((all, weight) => all + weight, 0);
        const list = weighing(...weights);
        const expected = list
          .filter(({ weight }) => weight > 0)
          .map(({ key, weight }) => [key, (weight / divisor) * rounds]);
        expect(tally(picks(weighted(), list, (sum / divisor) * rounds))).toEqual(Object.fromEntries(expected));
      }),
    );
  });

  it('takes other weights at once, and keeps to them from there', () => {
    fc.assert(
      fc.property(anyWeights, anyWeights, fc.nat(40), (before, after, count) => {
        const policy = weighted();
        picks(policy, weighing(...before), count);
        const list = weighing(...after);
        const sum = after.reduce((all, weight) => all + weight, 0);
        picks(policy, list, sum);
        const shares = tally(picks(policy, list, sum));
        expect(shares).toEqual(Object.fromEntries(list.filter(({ open }) => open).map((one) => [one.key, one.weight])));
      }),
    );
  });

  it('passes over one that is closed although it weighs most, and has nobody among closed ones', () => {
    const [a, b] = weighing(9, 2);
    expect(picks(weighted(), [{ ...(a ?? never()), open: false }, b ?? never()], 3)).toEqual(['B', 'B', 'B']);
    expect(picks(weighted(), weighing(0, 0), 1)).toEqual(['nobody']);
  });
});

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

function never(): never {
  throw new Error('there are two');
}
