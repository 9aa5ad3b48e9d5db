import { Buckets } from '../buckets.ts';
import type { Policy } from '../policy.ts';

/** By the address asked for: IPVS's dh. A Service has one, so its connections all go to the same endpoint. */
export function destinationHash(): Policy {
  const buckets = new Buckets(() => 1);
  return { pick: (backends, { destination }) => buckets.find(backends, destination) };
}
