import type { Failure } from '../../../shared/failure.ts';
import type { Link } from '../../../shared/model/context.ts';
import type { Clock } from '../clock.ts';
import { backoff, deniedBackoff } from './backoff.ts';
import { isSignIn, needsUser } from './refusals.ts';

/** While live, the server is asked at least so often whether it is there. */
export const PROBE_INTERVAL = 10_000;
/** How long after the last contact a return is awaited eagerly. */
const EAGER = 120_000;
const eagerProbe = { from: 500, to: 1_000 };
const patientProbe = { from: 1_000, to: 30_000 };

/** What happened on a connection. `contact` is when the server was last heard, if ever. */
export type LinkEvent =
  | { readonly t: 'contact'; readonly at: number }
  | { readonly t: 'failed'; readonly failure: Failure; readonly at: number; readonly contact?: number };

export function nextLink(link: Link, event: LinkEvent): Link {
  if (event.t === 'contact') return link.state === 'live' ? link : { state: 'live', since: event.at };
  const { failure, at, contact } = event;
  if (isSignIn(failure) || (failure.code === 'forbidden' && !isEager(at, contact))) return { state: 'denied', failure };
  return contact === undefined ? { state: 'unreachable', failure } : { state: 'stale', since: contact, failure };
}

export interface Tries {
  /** Failures in a row. */
  readonly attempt: number;
  readonly now: number;
  readonly contact?: number;
}

/** The wait before the server is asked again, in ms; undefined: until somebody asks for it. */
export function probeWait(
  link: Link,
  { attempt, now, contact }: Tries,
  clock: Pick<Clock, 'random'>,
): number | undefined {
  switch (link.state) {
    case 'off':
      return undefined;
    case 'live':
      return PROBE_INTERVAL;
    case 'connecting':
    case 'stale':
    case 'unreachable':
      return backoff(isEager(now, contact) ? eagerProbe : patientProbe, attempt, clock);
    case 'denied':
      return needsUser(link.failure) ? undefined : backoff(deniedBackoff, attempt, clock);
  }
}

/** A server that was there a moment ago is probably restarting, and not yet sure who may do what. */
function isEager(now: number, contact: number | undefined): boolean {
  return contact !== undefined && now - contact < EAGER;
}
