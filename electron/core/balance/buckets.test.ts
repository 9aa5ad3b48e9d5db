import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyKeys, backendOf, client, fromHere, tally, weighing } from '../testing/backends.ts';
import { addressWord, hash32 } from './hash.ts';
import { destinationHash } from './policies/destination-hash.ts';
import { sourceHash } from './policies/source-hash.ts';
import type { Backend, Policy } from './policy.ts';

const CLIENTS = Array.from({ length: 400 }, (_, number) => client(number * 977 + 1));
/** Who serves each of the clients. */
const served = (policy: Policy, list: readonly Backend[]): readonly string[] =>
  CLIENTS.map((incoming) => policy.pick(list, incoming)?.key ?? 'nobody');
const listOf = (keys: readonly string[]): Backend[] => keys.toSorted().map((key) => backendOf(key));

describe('source hash', () => {
  it('is IPVS’s: 256 buckets filled round and round, each backend as often in a row as it weighs', () => {
    const list = weighing(1, 3, 2);
    const walk = 'ABBBCC';
    const expected = CLIENTS.map(({ source }) => walk.charAt(hash32(addressWord(source), 8) % walk.length));
    expect(served(sourceHash(), list)).toEqual(expected);
  });

  it('sends a client to the same endpoint every time, from whatever port', () => {
    const policy = sourceHash();
    const list = weighing(1, 1, 1);
    expect(served(policy, list)).toEqual(served(policy, list));
  });

  it('looks on round the table from twice the bucket where one is closed, as the flag sh-fallback does', () => {
    const open = sourceHash();
    const list = weighing(1, 1, 1, 1, 1);
    const closed = list.map((one) => ({ ...one, open: one.key !== 'B' && one.key !== 'D' }));
    const policy = sourceHash();
    for (const incoming of CLIENTS) {
      const own = hash32(addressWord(incoming.source), 8);
      const round = [own, ...Array.from({ length: 256 }, (_, offset) => (offset + 2 * own) % 256)];
      const expected = round.map((bucket) => 'ABCDE'.charAt(bucket % 5)).find((key) => key !== 'B' && key !== 'D');
      expect(policy.pick(closed, incoming)?.key).toBe(expected);
      expect(open.pick(list, incoming)?.key).toBe('ABCDE'.charAt(own % 5));
    }
  });

  it('moves only the clients of one that is closed, and back', () => {
    fc.assert(
      fc.property(anyKeys, fc.nat(), (keys, at) => {
        const policy = sourceHash();
        const list = listOf(keys);
        const before = served(policy, list);
        const victim = list[at % list.length]?.key;
        const during = served(
          policy,
          list.map((one) => ({ ...one, open: one.key !== victim })),
        );
        expect(during.map((key, index) => key === before[index])).toEqual(before.map((key) => key !== victim));
        expect(served(policy, list)).toEqual(before);
      }),
      { numRuns: 25 },
    );
  });

  it('moves only the clients of one that leaves', () => {
    fc.assert(
      fc.property(anyKeys, fc.nat(), (keys, at) => {
        fc.pre(keys.length > 1);
        const policy = sourceHash();
        const list = listOf(keys);
        const before = served(policy, list);
        const left = list[at % list.length]?.key;
        const after = served(
          policy,
          list.filter(({ key }) => key !== left),
        );
        expect(after.filter((key, index) => key !== before[index] && before[index] !== left)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('moves clients only to one that comes, and no more than its share', () => {
    fc.assert(
      fc.property(anyKeys, (keys) => {
        const policy = sourceHash();
        const list = listOf(keys);
        const before = served(policy, list);
        const after = served(policy, [...list, backendOf('~~~~~new')]);
        const moved = after.filter((key, index) => key !== before[index]);
        expect(moved.filter((key) => key !== '~~~~~new')).toEqual([]);
        expect(moved.length).toBeLessThan((CLIENTS.length / (list.length + 1)) * 2);
      }),
      { numRuns: 25 },
    );
  });

  it('has someone for more endpoints than buckets, and nobody when all are closed', () => {
    const many = Array.from({ length: 300 }, (_, n) => backendOf(String(n).padStart(3, '0')));
    expect(new Set(served(sourceHash(), many)).size).toBeGreaterThan(100);
    const last = many.map((one, index) => ({ ...one, open: index === 299 }));
    expect(sourceHash().pick(last, fromHere)?.key).toBe('299');
    expect(sourceHash().pick(weighing(0, 0), fromHere)).toBeUndefined();
    expect(sourceHash().pick([], fromHere)).toBeUndefined();
  });
});

describe('destination hash', () => {
  it('sends all connections of a Service to one endpoint, by the Service’s address and no weight', () => {
    const policy = destinationHash();
    expect(tally(served(policy, weighing(1, 1, 1)))).toEqual(tally(served(destinationHash(), weighing(5, 1, 9))));
    const own = hash32(addressWord(fromHere.destination), 8);
    expect(policy.pick(weighing(1, 1, 1), fromHere)?.key).toBe('ABC'.charAt(own % 3));
    const services = Array.from({ length: 60 }, (_, n) => ({ ...fromHere, destination: `10.96.0.${n}` }));
    expect(new Set(services.map((one) => policy.pick(weighing(1, 1, 1), one)?.key)).size).toBe(3);
  });
});
