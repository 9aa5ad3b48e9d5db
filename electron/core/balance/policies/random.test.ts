import { describe, expect, it } from 'vitest';
import { chance, picks, seeded, tally, weighing } from '../../testing/backends.ts';
import { first } from './first.ts';
import { random } from './random.ts';

describe('random', () => {
  it('splits chance evenly among equals, and by weight among others', () => {
    const quarters = [0, 0.24, 0.25, 0.49, 0.5, 0.74, 0.75, 0.999];
    expect(picks(random(chance(...quarters)), weighing(1, 1, 1, 1), 8).join('')).toBe('AABBCCDD');
    expect(picks(random(chance(...quarters)), weighing(2, 0, 1, 1), 8).join('')).toBe('AAAACCDD');
  });

  it('draws once for each connection', () => {
    let draws = 0;
    picks(random({ random: () => ++draws / 100 }), weighing(1, 1, 1), 10);
    expect(draws).toBe(10);
  });

  it('comes to even shares', () => {
    for (const count of Object.values(tally(picks(random(seeded()), weighing(1, 1, 1, 1), 4_000)))) {
      expect(Math.abs(count - 1_000)).toBeLessThan(120);
    }
  });

  it('has nobody when all are closed', () => {
    expect(picks(random(chance(0)), weighing(0), 1)).toEqual(['nobody']);
  });
});

describe('first', () => {
  it('is always the first that is open', () => {
    expect(picks(first(), weighing(1, 9), 3).join('')).toBe('AAA');
    expect(picks(first(), weighing(0, 1, 1), 2).join('')).toBe('BB');
    expect(picks(first(), weighing(0), 1)).toEqual(['nobody']);
  });
});
