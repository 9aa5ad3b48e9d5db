import type { Clock } from '../../clock.ts';
import { lightest } from '../load.ts';
import type { Policy } from '../policy.ts';

/**
 * Two drawn at random, and of them the one with fewer connections for its weight: nearly as even as the least of all,
 * and without everyone rushing to the newest endpoint.
 */
export function twoChoices(clock: Pick<Clock, 'random'>): Policy {
  const draw = (count: number): number => Math.floor(clock.random() * count);
  return {
    pick(backends) {
      const open = backends.filter((backend) => backend.open);
      if (open.length < 2) return open[0];
      const one = draw(open.length);
      const other = draw(open.length - 1);
      const drawn = [open[one], open[other < one ? other : other + 1]];
      return lightest(
        drawn.filter((backend) => backend !== undefined),
        ({ active }) => active,
      );
    },
  };
}
