import { lightest } from '../load.ts';
import type { Policy } from '../policy.ts';

/** Who has the fewest connections for its weight: IPVS's lc, and wlc where weights differ. */
export function leastConnections(): Policy {
  return { pick: (backends) => lightest(backends, ({ active }) => active) };
}
