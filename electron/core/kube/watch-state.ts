import type { Failure } from '../../../shared/failure.ts';
import type { Clock } from '../clock.ts';
import { backoff, deniedBackoff, watchBackoff } from './backoff.ts';
import { isDenied, needsUser } from './refusals.ts';

/** What to ask the server next: a page of the list (the first one without `continue`), or to watch from a version on. */
export type WatchStep =
  { readonly ask: 'page'; readonly continue?: string } | { readonly ask: 'watch'; readonly resourceVersion: string };

export interface WatchState {
  readonly step: WatchStep;
  /** Tries in a row that led nowhere. */
  readonly attempt: number;
  /** How long to wait before the step, in ms. */
  readonly wait: number;
}

/** How far a watch got: the server took it on, and it was on for a while, so that the server is well. */
export type Reach = 'refused' | 'opened' | 'held';

/** What came of a step. */
export type WatchOutcome =
  | { readonly t: 'page'; readonly resourceVersion: string; readonly continue?: string }
  | { readonly t: 'ended'; readonly resourceVersion: string; readonly reach: Reach }
  | { readonly t: 'failed'; readonly failure: Failure; readonly resourceVersion?: string; readonly reach: Reach };

/** After so many failures in a row the version itself is in doubt: a server restored from a backup never reaches it. */
const RELIST_AFTER = 4;

/** Until it is woken, which happens as soon as the user's attempt to sign in again succeeds. */
const FOR_USER = 24 * 3_600_000;

export const firstState: WatchState = { step: { ask: 'page' }, attempt: 0, wait: 0 };

/** The next state after an outcome. Every failure is tried again, a refusal too: rights are granted while we wait. */
export function nextState(state: WatchState, outcome: WatchOutcome, clock: Pick<Clock, 'random'>): WatchState {
  switch (outcome.t) {
    case 'page':
      return { step: afterPage(outcome), attempt: state.attempt, wait: 0 };
    case 'ended': {
      const attempt = outcome.reach === 'held' ? 0 : state.attempt;
      return { step: watchFrom(outcome.resourceVersion), attempt: attempt + 1, wait: retryWait(attempt, clock) };
    }
    case 'failed':
      return afterFailure(state, outcome, clock);
  }
}

/** The same step at once and with fresh patience: somebody saw the server answer. */
export function wokenState({ step }: WatchState): WatchState {
  return { step, attempt: 0, wait: 0 };
}

function afterFailure(
  state: WatchState,
  { failure, reach, resourceVersion }: Extract<WatchOutcome, { t: 'failed' }>,
  clock: Pick<Clock, 'random'>,
): WatchState {
  const attempt = reach === 'held' ? 0 : state.attempt;
  const step = resourceVersion === undefined ? state.step : watchFrom(resourceVersion);
  const startOver = failure.code === 'expired' || (failure.code === 'server-error' && attempt >= RELIST_AFTER);
  return {
    step: startOver ? { ask: 'page' } : step,
    attempt: attempt + 1,
    wait: failureWait(failure, { attempt, reach }, clock),
  };
}

function failureWait(
  failure: Failure,
  { attempt, reach }: { readonly attempt: number; readonly reach: Reach },
  clock: Pick<Clock, 'random'>,
): number {
  if (needsUser(failure)) return FOR_USER;
  if (isDenied(failure)) return backoff(deniedBackoff, attempt, clock);
  // A restart cuts a watch and then finds its version too old: both belong to one mishap.
  if (failure.code === 'expired') return retryWait(Math.max(0, attempt - 1), clock);
  return reach === 'refused' ? backoff(watchBackoff, attempt, clock) : retryWait(attempt, clock);
}

/** At once the first time: a watch that ended in order, was cut or is too old says nothing against the server. */
function retryWait(attempt: number, clock: Pick<Clock, 'random'>): number {
  return attempt === 0 ? 0 : backoff(watchBackoff, attempt - 1, clock);
}

function afterPage(page: { readonly resourceVersion: string; readonly continue?: string }): WatchStep {
  return page.continue === undefined ? watchFrom(page.resourceVersion) : { ask: 'page', continue: page.continue };
}

function watchFrom(resourceVersion: string): WatchStep {
  return { ask: 'watch', resourceVersion };
}
