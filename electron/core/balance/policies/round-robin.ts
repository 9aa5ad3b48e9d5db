import type { Policy } from '../policy.ts';

/**
 * Everyone in turn. Remembers whom it chose last by key, not by position: when endpoints come and go the turn passes
 * to the next one after that key, so nobody is skipped or served twice because a neighbour left.
 */
export function roundRobin(): Policy {
  let last: string | undefined;
  return {
    pick(backends) {
      const after = last;
      const open = backends.filter((backend) => backend.open);
      const chosen = (after !== undefined && open.find(({ key }) => key > after)) || open[0];
      last = chosen?.key ?? last;
      return chosen;
    },
  };
}
