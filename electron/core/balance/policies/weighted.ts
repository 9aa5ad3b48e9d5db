import type { Policy } from '../policy.ts';

/**
 * IPVS's weighted round robin: rounds over the list, each for those whose weight reaches a mark that falls from the
 * highest weight to 1 in steps of the weights' common divisor. Weights 4, 3, 2 make A A B A B C A B C.
 */
export function weighted(): Policy {
  let last: string | undefined;
  let mark = 0;
  return {
    pick(backends) {
      if (!backends.some(({ open }) => open)) return undefined;
      const weights = backends.map(({ weight }) => weight).filter((weight) => weight > 0);
      const step = weights.reduce(commonDivisor);
      const top = Math.max(...weights) - (step - 1);
      // Weights may have changed: the mark goes on from the nearest step that still is one.
      mark = mark <= 0 || mark > top ? top : Math.min(top, Math.floor((mark - 1) / step) * step + 1);
      for (let after = last; ; after = undefined) {
        const chosen = backends.find(
          ({ key, open, weight }) => open && weight >= mark && (after === undefined || key > after),
        );
        if (chosen) {
          last = chosen.key;
          return chosen;
        }
        mark = mark > step ? mark - step : top;
      }
    },
  };
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
