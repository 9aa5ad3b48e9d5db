import { lightest } from '../load.ts';
import type { Policy } from '../policy.ts';

/** Who would have the fewest connections for its weight with this one: IPVS's sed, (active + 1) / weight. */
export function shortestDelay(): Policy {
  return { pick: (backends) => lightest(backends, ({ active }) => active + 1) };
}
