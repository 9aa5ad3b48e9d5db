import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../eligible.ts';
import { createPolicy } from '../policy.ts';

const candidate = (key: string): Candidate => ({ key, namespace: 'shop', pod: key, address: '10.0.0.1', port: 80 });
const sorted = (keys: readonly string[]): Candidate[] => [...keys].sort().map(candidate);
const keys = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4, unit: 'grapheme-ascii' }), {
  minLength: 1,
  maxLength: 12,
});

describe('round robin', () => {
  it('gives each of n stable endpoints k of k·n connections, wherever it starts', () => {
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 20 }), fc.nat(30), (names, rounds, before) => {
        const policy = createPolicy('round-robin');
        const list = sorted(names);
        for (let n = 0; n < before; n++) policy.pick(list);
        const counts = new Map<string, number>();
        for (let n = 0; n < rounds * list.length; n++) {
          const { key } = policy.pick(list) ?? candidate('nobody');
          counts.set(key, (counts.get(key) ?? 0) + 1);
        }
        expect(counts).toEqual(new Map(list.map(({ key }) => [key, rounds])));
      }),
    );
  });

  it('goes on after the last chosen in whatever list it is given next', () => {
    fc.assert(
      fc.property(fc.array(keys, { minLength: 1, maxLength: 30 }), (lists) => {
        const policy = createPolicy('round-robin');
        let last: string | undefined;
        for (const list of lists.map(sorted)) {
          const { key } = policy.pick(list) ?? candidate('nobody');
          const all = list.map((one) => one.key);
          expect(all).toContain(key);
          const before = last;
          const later = before === undefined ? [] : all.filter((one) => one > before);
          expect(key).toBe(later[0] ?? all[0]);
          last = key;
        }
      }),
    );
  });

  it('skips nobody and repeats nobody when the last chosen one leaves', () => {
    const policy = createPolicy('round-robin');
    const all = sorted(['a', 'b', 'c', 'd']);
    expect([policy.pick(all)?.key, policy.pick(all)?.key]).toEqual(['a', 'b']);
    const left = sorted(['a', 'c', 'd']);
    expect([1, 2, 3, 4].map(() => policy.pick(left)?.key)).toEqual(['c', 'd', 'a', 'c']);
  });

  it('has nobody to pick in an empty list, and keeps its turn', () => {
    const policy = createPolicy('round-robin');
    policy.pick(sorted(['a', 'b']));
    expect(policy.pick([])).toBeUndefined();
    expect(policy.pick(sorted(['a', 'b']))?.key).toBe('b');
  });
});
