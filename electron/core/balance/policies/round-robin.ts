import type { Policy } from '../policy.ts';

/**
 * Everyone in turn. Remembers whom it chose last by key, not by position: when endpoints come and go the turn passes
 * to the next one after that key, so nobody is skipped or served twice because a neighbour left.
 */
export function roundRobin(): Policy {
  let last: string | undefined;
  return {
    pick(candidates) {
      const after = last;
      const chosen = (after !== undefined && candidates.find(({ key }) => key > after)) || candidates[0];
      last = chosen?.key ?? last;
      return chosen;
    },
  };
}
