import { expect, it } from 'vitest';
import type { PlanCost } from './model/exposure.ts';
import { sumOfCosts } from './plan-cost.ts';

const cost = (before: number | undefined, after: number | undefined, currency = 'USD'): PlanCost => ({
  before,
  after,
  currency,
  basis: 'list',
});

it('adds up each currency apart, to the cent', () => {
  expect(sumOfCosts([cost(16.43, 0), cost(16.43, 0), cost(5.39, 0, 'EUR'), cost(0, 0)])).toEqual([
    { before: 32.86, after: 0, currency: 'USD', basis: undefined },
    { before: 5.39, after: 0, currency: 'EUR', basis: undefined },
  ]);
});

it('knows no sum with an unknown part', () => {
  expect(sumOfCosts([cost(16.43, 0), cost(undefined, 0)])).toMatchObject([{ before: undefined, after: 0 }]);
  expect(sumOfCosts([])).toEqual([]);
});
