import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyKeys, backendOf, fromHere, picks, tally, weighing } from '../../testing/backends.ts';
import type { Backend } from '../policy.ts';
import { roundRobin } from './round-robin.ts';

const listOf = (keys: readonly string[]): Backend[] => keys.toSorted().map((key) => backendOf(key));

describe('round robin', () => {
  it('gives each of n stable endpoints k of k·n connections, wherever it starts', () => {
    fc.assert(
      fc.property(anyKeys, fc.integer({ min: 1, max: 20 }), fc.nat(30), (keys, rounds, before) => {
        const policy = roundRobin();
        const list = listOf(keys);
        picks(policy, list, before);
        const counts = new Map<string, number>();
        for (const key of picks(policy, list, rounds * list.length)) counts.set(key, (counts.get(key) ?? 0) + 1);
        expect(counts).toEqual(new Map([...counts.keys()].map((key) => [key, rounds])));
        expect(counts.size).toBe(list.length);
      }),
    );
  });

  it('goes on after the last chosen in whatever list it is given next', () => {
    fc.assert(
      fc.property(fc.array(anyKeys, { minLength: 1, maxLength: 30 }), (lists) => {
        const policy = roundRobin();
        let last: string | undefined;
        for (const list of lists.map(listOf)) {
          const [key = 'nobody'] = picks(policy, list, 1);
          const all = list.map((one) => one.key);
          const before = last;
          const later = before === undefined ? [] : all.filter((one) => one > before);
          expect(key).toBe(later[0] ?? all[0]);
          last = key;
        }
      }),
    );
  });

  it('skips nobody and repeats nobody when the last chosen one leaves', () => {
    const policy = roundRobin();
    expect(picks(policy, listOf(['a', 'b', 'c', 'd']), 2)).toEqual(['a', 'b']);
    expect(picks(policy, listOf(['a', 'c', 'd']), 4)).toEqual(['c', 'd', 'a', 'c']);
  });

  it('has nobody to pick in an empty list, and keeps its turn', () => {
    const policy = roundRobin();
    picks(policy, listOf(['a', 'b']), 1);
    expect(policy.pick([], fromHere)).toBeUndefined();
    expect(picks(policy, listOf(['a', 'b']), 1)).toEqual(['b']);
  });

  it('passes over who is closed, and minds no weight', () => {
    expect(tally(picks(roundRobin(), weighing(5, 0, 1), 10))).toEqual({ A: 5, C: 5 });
  });
});
