import type { Policy } from '../policy.ts';
import { shortestDelay } from './shortest-delay.ts';

/** The first that is idle, whatever its weight; when all are busy the one with the shortest expected delay. */
export function neverQueue(): Policy {
  const busy = shortestDelay();
  return {
    pick: (backends, incoming) =>
      backends.find(({ open, active }) => open && active === 0) ?? busy.pick(backends, incoming),
  };
}
