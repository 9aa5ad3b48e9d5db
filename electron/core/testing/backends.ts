import fc from 'fast-check';
import type { Backend, Incoming, Policy } from '../balance/policy.ts';

/** An idle, open backend of weight 1, but for what is given. */
export function backendOf(key: string, over: Partial<Backend> = {}): Backend {
  return {
    key,
    namespace: 'shop',
    pod: key,
    address: '10.0.0.1',
    port: 80,
    weight: 1,
    open: true,
    active: 0,
    ...over,
  };
}

/** Backends by their weights, named A, B, C …; a weight of 0 is closed. */
export function weighing(...weights: readonly number[]): Backend[] {
  return weights.map((weight, index) =>
    backendOf(String.fromCharCode('A'.charCodeAt(0) + index), { weight, open: weight > 0 }),
  );
}

/** Different keys in order, at least one. */
export const anyKeys: fc.Arbitrary<readonly string[]> = fc
  .uniqueArray(fc.string({ minLength: 1, maxLength: 4, unit: 'grapheme-ascii' }), { minLength: 1, maxLength: 12 })
  .map((keys) => keys.toSorted());

/** Weights of one to eight backends, at least one of them above 0. */
export const anyWeights: fc.Arbitrary<readonly number[]> = fc
  .array(fc.nat(12), { minLength: 1, maxLength: 8 })
  .filter((weights) => weights.some((weight) => weight > 0));

export const fromHere: Incoming = { source: '127.0.0.1', destination: '10.96.0.1' };

/** A client of its own for each number. */
export function client(number: number): Incoming {
  return { ...fromHere, source: `127.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}` };
}

/** Whom the policy picks in `count` picks one after the other, each over before the next. */
export function picks(policy: Policy, backends: readonly Backend[], count: number): readonly string[] {
  return Array.from({ length: count }, () => policy.pick(backends, fromHere)?.key ?? 'nobody');
}

/** How many connections each has after `count` that all stay. */
export function filled(policy: Policy, backends: readonly Backend[], count: number): ReadonlyMap<string, number> {
  const active = new Map(backends.map(({ key }) => [key, 0]));
  for (let n = 0; n < count; n++) {
    const now = backends.map((backend) => ({ ...backend, active: active.get(backend.key) ?? 0 }));
    const key = policy.pick(now, fromHere)?.key ?? 'nobody';
    active.set(key, (active.get(key) ?? 0) + 1);
  }
  return active;
}

export function tally(keys: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...new Set(keys)].sort().map((key) => [key, keys.filter((one) => one === key).length]));
}

/** Chance that says what it is told to, round and round. */
export function chance(...values: readonly number[]): { random(): number } {
  let next = 0;
  return { random: () => values[next++ % values.length] ?? 0 };
}

/** Chance for many draws, the same in each run. */
export function seeded(seed = 1): { random(): number } {
  let state = seed;
  return {
    random: () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    },
  };
}
