import type { Failure } from '../../../shared/failure.ts';
import type { Freshness } from '../live.ts';

/** How far what a store holds can be trusted. `denied`: it may not be read and never was. */
export type Standing = Freshness | { readonly state: 'denied'; readonly since: number; readonly failure: Failure };

/** How fresh a view of several parts is: as old as its oldest part. What is denied is a gap, not a staleness. */
export function combine(standings: readonly Standing[]): Freshness {
  if (standings.some(({ state }) => state === 'loading')) return { state: 'loading' };
  const [oldest] = standings.filter((standing) => standing.state === 'stale').sort((a, b) => a.since - b.since);
  return oldest ?? { state: 'live' };
}

/** The same for a view without which there is nothing to show: where all of it is denied, that is why there is nothing. */
export function combineRequired(standings: readonly Standing[]): Freshness {
  const [first] = standings;
  const isDenied = first?.state === 'denied' && standings.every(({ state }) => state === 'denied');
  return isDenied ? { state: 'stale', since: first.since, failure: first.failure } : combine(standings);
}
