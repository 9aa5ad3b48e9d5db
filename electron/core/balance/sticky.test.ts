import { describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { client, weighing } from '../testing/backends.ts';
import { roundRobin } from './policies/round-robin.ts';
import type { Backend } from './policy.ts';
import { sticky } from './sticky.ts';

function sandbox() {
  const clock = new FakeClock();
  let life: number | undefined = 60;
  const policy = sticky(roundRobin(), { clock, seconds: () => life });
  return {
    clock,
    use: (other: number | undefined) => (life = other),
    from: (number: number, list: readonly Backend[] = weighing(1, 1, 1)) => policy.pick(list, client(number))?.key,
  };
}

describe('session affinity', () => {
  it('keeps each client with its endpoint', () => {
    const { from } = sandbox();
    expect([from(1), from(2), from(1), from(3), from(2), from(1)]).toEqual(['A', 'B', 'A', 'C', 'B', 'A']);
  });

  it('ends when no connection came for the time, which each new one starts anew', async () => {
    const { clock, from } = sandbox();
    expect([from(1), from(2)]).toEqual(['A', 'B']);
    await clock.advance(59_000);
    expect(from(1)).toBe('A');
    await clock.advance(59_000);
    expect([from(1), from(2)]).toEqual(['A', 'C']);
    await clock.advance(60_000);
    expect([from(2), from(1)]).toEqual(['A', 'B']);
  });

  it('outlives whoever else comes and goes', () => {
    const { from } = sandbox();
    from(1);
    expect(from(2)).toBe('B');
    expect(from(2, weighing(0, 1))).toBe('B');
    expect(from(2, weighing(1, 1, 1, 1))).toBe('B');
  });

  it('goes on with another endpoint when its own is closed, and stays there', () => {
    const { from } = sandbox();
    expect(from(1)).toBe('A');
    expect(from(1, weighing(0, 1, 1))).toBe('B');
    expect(from(1)).toBe('B');
    expect(from(1, [])).toBeUndefined();
    expect(from(1)).toBe('B');
  });

  it('follows the Service’s time, and is none without', async () => {
    const { clock, from, use } = sandbox();
    use(undefined);
    expect([from(1), from(1)]).toEqual(['A', 'B']);
    use(10);
    expect([from(1), from(1)]).toEqual(['C', 'C']);
    await clock.advance(10_000);
    expect(from(1)).toBe('A');
  });
});
