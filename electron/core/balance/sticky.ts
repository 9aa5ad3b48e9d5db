import type { Clock } from '../clock.ts';
import type { Policy } from './policy.ts';

export interface StickyOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** How long a client stays without a new connection; undefined: it doesn't. */
  readonly seconds: () => number | undefined;
}

interface Visit {
  readonly key: string;
  readonly at: number;
}

/**
 * Session affinity by client address, as kube-proxy's iptables rules keep it: the time runs between the starts of
 * connections, each new one starts it anew, and a client whose endpoint is closed to it goes where the policy says.
 */
export function sticky(policy: Policy, { clock, seconds }: StickyOptions): Policy {
  // The one that came last is last: what is too old is always in front.
  const visits = new Map<string, Visit>();
  return {
    pick(backends, incoming) {
      const life = seconds();
      if (life === undefined) return policy.pick(backends, incoming);
      const now = clock.now();
      for (const [source, { at }] of visits) {
        if (now - at < life * 1000) break;
        visits.delete(source);
      }
      const known = visits.get(incoming.source);
      const kept = known && backends.find(({ key, open }) => open && key === known.key);
      const chosen = kept ?? policy.pick(backends, incoming);
      if (chosen) {
        visits.delete(incoming.source);
        visits.set(incoming.source, { key: chosen.key, at: now });
      }
      return chosen;
    },
  };
}
