import { expect, test } from 'vitest';
import { quantile, table } from './figure.ts';

test.each([
  [[5], 0.95, 5],
  [[3, 1, 2], 0.5, 2],
  [[1, 2, 3, 4], 0.5, 2],
  [Array.from({ length: 50 }, (_, index) => index + 1), 0.95, 48],
  [[2, 1], 0, 1],
])('the quantile of %j at %d is %d', (sample, q, expected) => {
  expect(quantile(sample, q)).toBe(expected);
});

test('a table has the goal, the peer and their ratio', () => {
  const peer = { name: 'kubectl', measured: 20 };
  expect(table([{ what: 'A', measured: 5, unit: 'ms', goal: 50, peer }])).toContain(
    '| A | 5.0 ms | ≤ 50 ms | kubectl: 20 ms | 0.25 |',
  );
  expect(table([{ what: 'B', measured: 12.4, unit: 'ms', peer: { name: 'kubectl', measured: 'never' } }])).toContain(
    '| B | 12 ms |  | kubectl: never |  |',
  );
});
