import type { Policy } from '../policy.ts';

/** Always the first of the list, the next one only when that may not: the others stand by. */
export function first(): Policy {
  return { pick: (backends) => backends.find((backend) => backend.open) };
}
