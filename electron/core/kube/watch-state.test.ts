import { describe, expect, test } from 'vitest';
import { failure, type Failure } from '../../../shared/failure.ts';
import { firstState, nextState, wokenState, type Reach, type WatchOutcome, type WatchState } from './watch-state.ts';

/** The middle of the jitter: three quarters of the whole wait. */
const clock = { random: () => 0.5 };
const cut = failure('stream-cut', { server: 's', detail: 'd' });
const refused = failure('unreachable', { server: 's', detail: 'd' });
const expired = failure('expired', { resource: 'services' });
const forbidden = failure('forbidden', { user: 'u', verb: 'list', resource: 'services', scope: '*' });
const broken = failure('server-error', { server: 's', status: 504, detail: 'too large resource version' });

const watching: WatchState = { step: { ask: 'watch', resourceVersion: '7' }, attempt: 0, wait: 0 };

function failed(reason: Failure, reach: Reach = 'refused', resourceVersion = '7'): WatchOutcome {
  return { t: 'failed', failure: reason, reach, resourceVersion };
}

function waits(state: WatchState, outcome: WatchOutcome, times: number): number[] {
  const all: number[] = [];
  for (let now = state; all.length < times; all.push(now.wait)) now = nextState(now, outcome, clock);
  return all;
}

describe('nextState', () => {
  test('asks for page after page, then watches from the version of the list', () => {
    const second = nextState(firstState, { t: 'page', resourceVersion: '5', continue: 'c' }, clock);
    expect(second.step).toEqual({ ask: 'page', continue: 'c' });
    const done = nextState(second, { t: 'page', resourceVersion: '5' }, clock);
    expect(done).toEqual({ step: { ask: 'watch', resourceVersion: '5' }, attempt: 0, wait: 0 });
  });

  test('goes on at once after an end in order, from the last version heard', () => {
    const next = nextState(watching, { t: 'ended', resourceVersion: '9', reach: 'held' }, clock);
    expect(next).toEqual({ step: { ask: 'watch', resourceVersion: '9' }, attempt: 1, wait: 0 });
  });

  test('never waits between watches that were on for a while, however often they end', () => {
    expect(waits(watching, { t: 'ended', resourceVersion: '9', reach: 'held' }, 5)).toEqual([0, 0, 0, 0, 0]);
  });

  test('waits longer and longer for watches that end as soon as they are on', () => {
    expect(waits(watching, { t: 'ended', resourceVersion: '9', reach: 'opened' }, 4)).toEqual([0, 187.5, 375, 750]);
  });

  test('waits from a quarter second to half a minute for a server that is not there', () => {
    const all = waits(watching, failed(refused), 12);
    expect(all.slice(0, 3)).toEqual([187.5, 375, 750]);
    expect(all.at(-1)).toBe(22_500);
  });

  test('goes on at once after a cut, and keeps the version', () => {
    expect(nextState(watching, failed(cut, 'opened', '8'), clock)).toEqual({
      step: { ask: 'watch', resourceVersion: '8' },
      attempt: 1,
      wait: 0,
    });
  });

  test('lists anew at once when its version is too old, also right after a cut', () => {
    const afterCut = nextState(watching, failed(cut, 'opened'), clock);
    for (const state of [watching, afterCut]) {
      expect(nextState(state, failed(expired), clock)).toMatchObject({ step: { ask: 'page' }, wait: 0 });
    }
  });

  test('does not list in a circle when every version is too old', () => {
    expect(waits(watching, failed(expired), 5)).toEqual([0, 0, 187.5, 375, 750]);
  });

  test('starts a list over when its continue token expired', () => {
    const state: WatchState = { step: { ask: 'page', continue: 'c' }, attempt: 0, wait: 0 };
    const next = nextState(state, { t: 'failed', failure: expired, reach: 'refused' }, clock);
    expect(next.step).toEqual({ ask: 'page' });
  });

  test('asks for the same page again after any other failure', () => {
    const state: WatchState = { step: { ask: 'page', continue: 'c' }, attempt: 0, wait: 0 };
    const next = nextState(state, { t: 'failed', failure: refused, reach: 'refused' }, clock);
    expect(next.step).toEqual(state.step);
  });

  test('asks again slowly after a refusal, up to once a minute', () => {
    const all = waits(watching, failed(forbidden), 10);
    expect([all[0], all.at(-1)]).toEqual([750, 45_000]);
  });

  test('leaves a sign-in that needs its user to its user', () => {
    const loginTimedOut = failure('exec-timeout', { command: 'c', seconds: 60 });
    expect(nextState(watching, failed(loginTimedOut), clock).wait).toBeGreaterThan(3_600_000);
  });

  test('doubts the version after some errors in a row', () => {
    let state = watching;
    const steps: string[] = [];
    for (let i = 0; i < 5; i++) {
      state = nextState(state, failed(broken), clock);
      steps.push(state.step.ask);
    }
    expect(steps).toEqual(['watch', 'watch', 'watch', 'watch', 'page']);
  });
});

test('wokenState does the same at once, with fresh patience', () => {
  const tired: WatchState = { ...watching, attempt: 9, wait: 30_000 };
  expect(wokenState(tired)).toEqual(watching);
});
