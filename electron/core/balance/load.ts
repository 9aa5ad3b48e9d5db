import type { Backend } from './policy.ts';

/**
 * The open backend that `cost` is lowest for, by its weight. The first of equals stays, and
 * products are compared, not quotients: both as IPVS does it.
 */
export function lightest(backends: readonly Backend[], cost: (backend: Backend) => number): Backend | undefined {
  let best: Backend | undefined;
  for (const backend of backends) {
    if (!backend.open) continue;
    if (!best || cost(best) * backend.weight > cost(backend) * best.weight) best = backend;
  }
  return best;
}
