import { Buckets } from '../buckets.ts';
import type { Policy } from '../policy.ts';

/** By the client's address, its port left out: IPVS's sh with the flag `sh-fallback`. */
export function sourceHash(): Policy {
  const buckets = new Buckets(({ weight }) => weight);
  return { pick: (backends, { source }) => buckets.find(backends, source) };
}
