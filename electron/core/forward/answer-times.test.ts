import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LatestAnswers } from './answer-times.ts';

function answers(...times: readonly (readonly [at: number, took: number])[]): LatestAnswers {
  const latest = new LatestAnswers();
  for (const [at, took] of times) latest.add(at, took);
  return latest;
}

test('nothing is said of no answers', () => {
  expect(answers().since(0)).toBeUndefined();
  expect(answers([1_000, 5]).since(1_001)).toBeUndefined();
});

test('half of the answers and nine of ten took no longer', () => {
  const times = Array.from({ length: 10 }, (_, index) => [index, 10 - index] as const);
  expect(answers(...times).since(0)).toEqual({ p50: 5, p90: 9 });
  expect(answers([0, 7]).since(0)).toEqual({ p50: 7, p90: 7 });
});

test('only those since the time asked for count', () => {
  expect(answers([0, 100], [10, 1], [20, 2]).since(10)).toEqual({ p50: 1, p90: 2 });
});

test('only the latest are kept, and each figure is one that was seen', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10_000), { minLength: 1, maxLength: 600 }), (times) => {
      const found = answers(...times.map((took, at) => [at, took] as const)).since(0);
      const kept = times.slice(-256).toSorted((a, b) => a - b);
      expect(found).toEqual({ p50: kept[Math.ceil(kept.length / 2) - 1], p90: kept[Math.ceil(kept.length * 0.9) - 1] });
    }),
  );
});

test('a clock that was set back makes no answer come before its question', () => {
  expect(answers([0, -5]).since(0)).toEqual({ p50: 0, p90: 0 });
});
