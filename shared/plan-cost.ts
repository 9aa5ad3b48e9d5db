import type { PlanCost } from './model/exposure.ts';

/** What several plans cost together, each currency apart; unknown as soon as one of it is. What costs nothing is left out. */
export function sumOfCosts(costs: readonly PlanCost[]): readonly PlanCost[] {
  const sums = new Map<string, PlanCost>();
  for (const cost of costs) {
    if (cost.before === 0 && cost.after === 0) continue;
    const { currency } = cost;
    const sum = sums.get(currency) ?? { before: 0, after: 0, currency, basis: undefined };
    sums.set(currency, { ...sum, before: added(sum.before, cost.before), after: added(sum.after, cost.after) });
  }
  return [...sums.values()];
}

function added(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : Math.round((a + b) * 100) / 100;
}
