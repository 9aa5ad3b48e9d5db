import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyNames } from '../../../shared/model/balance.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { backendOf, client, fromHere } from '../testing/backends.ts';
import { serviceRow } from '../testing/forward-samples.ts';
import { policyFor } from './automatic-policy.ts';
import { Balancer } from './balancer.ts';
import { byHand } from './by-hand.ts';

const nobody: ReadonlySet<string> = new Set();
const candidates = ['a', 'b', 'c'].map((key) => backendOf(key));
const balancer = (name: (typeof policyNames)[number]) =>
  new Balancer(name, { clock: new FakeClock(), affinity: () => undefined, cluster: () => 'random' });

describe('the balancer', () => {
  it('counts who is being asked, goes on to others when that fails, and forgets at the end', () => {
    const least = balancer('least-connections');
    const [one, two] = [least.turn(fromHere), least.turn(fromHere)];
    expect(one.pick(candidates, nobody)?.key).toBe('a');
    expect(two.pick(candidates, nobody)?.key).toBe('b');
    expect(one.pick(candidates, new Set(['a']))?.key).toBe('c');
    const next = () => least.turn(fromHere).pick(candidates, nobody)?.key;
    expect([next(), next()]).toEqual(['a', 'a']);
    two.end();
    two.end();
    expect(least.turn(fromHere).pick(candidates, nobody)?.key).toBe('b');
  });

  it('keeps its counts when the policy changes under running connections', () => {
    const changing = balancer('round-robin');
    const turns = Array.from({ length: 4 }, () => changing.turn(fromHere));
    for (const turn of turns) turn.pick(candidates, nobody);
    changing.use('least-connections');
    expect(changing.name).toBe('least-connections');
    expect(changing.turn(fromHere).pick(candidates, nobody)?.key).toBe('b');
  });

  it('remembers where it was when the same policy is wished again', () => {
    const turns = balancer('round-robin');
    turns.turn(fromHere).pick(candidates, nobody);
    turns.use('round-robin');
    expect(turns.turn(fromHere).pick(candidates, nobody)?.key).toBe('b');
  });

  it.each(policyNames)('%s picks an open one that was not tried, whatever is asked', (name) => {
    const offers = fc.uniqueArray(fc.record({ key: fc.string({ minLength: 1 }), weight: fc.nat(5) }), {
      selector: ({ key }) => key,
      maxLength: 9,
    });
    const rounds = fc.array(fc.tuple(offers, fc.array(fc.nat(8)), fc.nat(5)), { maxLength: 12 });
    fc.assert(
      fc.property(rounds, (asked) => {
        const any = balancer(name);
        for (const [made, triedAt, from] of asked) {
          const list = made.map(({ key, weight }) => backendOf(key, { weight, open: weight > 0 }));
          const tried = new Set(triedAt.flatMap((at) => list[at]?.key ?? []));
          const may = list.filter(({ key, open }) => open && !tried.has(key)).map(({ key }) => key);
          const chosen = any.turn(client(from)).pick(list, tried)?.key;
          if (may.length === 0) expect(chosen).toBeUndefined();
          else expect(may).toContain(chosen);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('by hand', () => {
  const said = (wishes: Parameters<typeof byHand>[1]) => {
    const { candidates: offers, failure } = byHand({ candidates }, wishes, 'shop/web');
    return failure?.code ?? offers.map(({ key, weight, open }) => (open ? `${key}${weight}` : '-')).join(' ');
  };

  it.each<[Parameters<typeof byHand>[1], string]>([
    [{}, 'a1 b1 c1'],
    [{ weights: { a: 3, c: 0, gone: 9 } }, 'a3 b1 -'],
    [{ drained: ['b'] }, 'a1 - c1'],
    [{ pinned: ['b'] }, '- b1 -'],
    [{ pinned: ['b'], drained: ['b'], weights: { b: 2 } }, '- b2 -'],
    [{ drained: ['a', 'b', 'c'] }, 'all-drained'],
    [{ pinned: ['gone'] }, 'pinned-away'],
    [{ pinned: [], drained: [] }, 'a1 b1 c1'],
  ])('%j gives %s', (wishes, expected) => {
    expect(said(wishes)).toBe(expected);
  });
});

it.each([
  ['automatic', 'None', 20, 'round-robin'],
  ['automatic', 'None', 21, 'two-choices'],
  ['automatic', 'ClientIP', 21, 'sticky'],
  [undefined, 'None', 3, 'round-robin'],
  ['first', 'ClientIP', 99, 'first'],
] as const)('the wish %s for affinity %s and %d endpoints means %s', (wish, type, count, policy) => {
  const sessionAffinity = type === 'None' ? { type } : { type, seconds: 10_800 };
  expect(policyFor(wish, serviceRow({ sessionAffinity }), count)).toBe(policy);
});
