import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyWeights, chance, filled, picks, seeded, weighing } from '../../testing/backends.ts';
import { leastConnections } from './least-connections.ts';
import { neverQueue } from './never-queue.ts';
import { shortestDelay } from './shortest-delay.ts';
import { twoChoices } from './two-choices.ts';

/** Backends as `weight/active`. */
const busy = (...states: readonly `${number}/${number}`[]) =>
  states.map((state, index) => {
    const [weight = 0, active = 0] = state.split('/').map(Number);
    const [one] = weighing(weight);
    return { ...(one ?? never()), key: 'ABCDEF'.charAt(index), active };
  });

describe.each([
  ['least connections', leastConnections],
  ['shortest expected delay', shortestDelay],
  ['never queue', neverQueue],
] as const)('%s', (_, create) => {
  it('leaves nobody more than one ahead among equals', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(60), (count, connections) => {
        const counts = [...filled(create(), weighing(...Array<number>(count).fill(1)), connections).values()];
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('leaves nobody at rest for its weight while another has more than one connection too many', () => {
    fc.assert(
      fc.property(anyWeights, fc.nat(120), (weights, connections) => {
        const list = weighing(...weights);
        const counts = filled(create(), list, connections);
        for (const from of list.filter(({ open }) => open)) {
          for (const to of list.filter(({ open }) => open)) {
            const [had, has] = [counts.get(from.key) ?? 0, counts.get(to.key) ?? 0];
            if (had > 1) expect((had - 1) / from.weight).toBeLessThanOrEqual((has + 1) / to.weight);
          }
        }
        for (const { key } of list.filter(({ open }) => !open)) expect(counts.get(key)).toBe(0);
      }),
    );
  });

  it('has nobody when all are closed', () => {
    expect(picks(create(), weighing(0, 0), 1)).toEqual(['nobody']);
  });
});

it.each<[string, ReturnType<typeof busy>, [string, string, string]]>([
  // Columns: lc, sed, nq.
  ['equals: the first of the list', busy('1/2', '1/2', '1/2'), ['A', 'A', 'A']],
  ['the fewest', busy('1/3', '1/1', '1/2'), ['B', 'B', 'B']],
  ['the fewest for their weight', busy('1/2', '4/6', '2/3'), ['B', 'B', 'B']],
  ['a slow one at rest beside a strong one', busy('9/1', '1/0'), ['B', 'A', 'B']],
  ['all at rest: the strongest, but to the first at once', busy('1/0', '3/0'), ['A', 'B', 'A']],
  ['a tie by products', busy('2/1', '4/2'), ['A', 'B', 'B']],
  ['one drained', busy('0/0', '1/9'), ['B', 'B', 'B']],
])('of %s', (_, list, expected) => {
  const chosen = [leastConnections(), shortestDelay(), neverQueue()].map((policy) => picks(policy, list, 1)[0]);
  expect(chosen).toEqual(expected);
});

describe('two choices', () => {
  it.each<[number, number, string]>([
    // The first draw among four, the second among the three that are left.
    [0, 0, 'B'],
    [0.99, 0.99, 'C'],
    [0, 0.5, 'C'],
    [0.3, 0, 'B'],
    [0.3, 0.99, 'B'],
  ])('draws %d and %d and takes the less busy: %s', (first, second, expected) => {
    expect(picks(twoChoices(chance(first, second)), busy('1/4', '1/1', '1/3', '1/9'), 1)).toEqual([expected]);
  });

  it('takes the only one, and nobody of none', () => {
    expect(picks(twoChoices(chance(0.9)), weighing(0, 1), 1)).toEqual(['B']);
    expect(picks(twoChoices(chance(0.9)), weighing(0), 1)).toEqual(['nobody']);
  });

  it('stays near the even share where a single draw would not', () => {
    const counts = [...filled(twoChoices(seeded()), weighing(...Array<number>(20).fill(1)), 2_000).values()];
    expect(Math.max(...counts) - 100).toBeLessThanOrEqual(4);
  });
});

function never(): never {
  throw new Error('weighing gives one for each weight');
}
