import { describe, expect, test } from 'vitest';
import { failure, type Failure } from '../../../shared/failure.ts';
import type { Link } from '../../../shared/model/context.ts';
import { nextLink, probeWait } from './link.ts';

const clock = { random: () => 0.5 };
const gone = failure('unreachable', { server: 's', detail: 'd' });
const unknown = failure('unauthenticated', { server: 's', user: 'u' });
const forbidden = failure('forbidden', { user: 'u', verb: 'get', resource: '/version', scope: '*' });
const pluginFailed = failure('exec-failed', { command: 'c', status: 1, detail: 'd' });
const noPlugin = failure('exec-missing', { command: 'c', folders: 'f', hint: '' });
const MINUTE = 60_000;

const connecting: Link = { state: 'connecting', since: 0 };
const live: Link = { state: 'live', since: 0 };

function after(link: Link, reason: Failure, contact?: number): Link {
  return nextLink(link, { t: 'failed', failure: reason, at: 10 * MINUTE, ...(contact !== undefined && { contact }) });
}

describe('nextLink', () => {
  test('is live from the first contact on, and from its return after an outage', () => {
    expect(nextLink(connecting, { t: 'contact', at: 5 })).toEqual({ state: 'live', since: 5 });
    expect(nextLink(live, { t: 'contact', at: 5 })).toBe(live);
    expect(nextLink(after(live, gone, 1), { t: 'contact', at: 5 })).toEqual({ state: 'live', since: 5 });
  });

  test('is unreachable when there never was a contact, else stale since the last one', () => {
    expect(after(connecting, gone)).toEqual({ state: 'unreachable', failure: gone });
    expect(after(live, gone, 42)).toEqual({ state: 'stale', since: 42, failure: gone });
  });

  test('is denied when the sign-in is refused, also when it was live', () => {
    expect(after(connecting, unknown)).toEqual({ state: 'denied', failure: unknown });
    expect(after(live, noPlugin, 10 * MINUTE)).toEqual({ state: 'denied', failure: noPlugin });
  });

  test('takes a refusal right after a contact for a server that is still starting', () => {
    expect(after(live, forbidden, 9 * MINUTE)).toEqual({ state: 'stale', since: 9 * MINUTE, failure: forbidden });
    expect(after(live, forbidden, 7 * MINUTE)).toEqual({ state: 'denied', failure: forbidden });
    expect(after(connecting, forbidden)).toEqual({ state: 'denied', failure: forbidden });
  });
});

describe('probeWait', () => {
  const stale: Link = { state: 'stale', since: 0, failure: gone };

  test('looks every 10 s while all is well', () => {
    expect(probeWait(live, { attempt: 0, now: 0 }, clock)).toBe(10_000);
  });

  test('looks at least every second for two minutes after the last contact, however often in vain', () => {
    for (const attempt of [0, 5, 50]) {
      expect(probeWait(stale, { attempt, now: 2 * MINUTE - 1, contact: 0 }, clock)).toBeLessThanOrEqual(1_000);
    }
  });

  test('looks less and less often after that, and where there never was a contact', () => {
    expect(probeWait(stale, { attempt: 50, now: 2 * MINUTE, contact: 0 }, clock)).toBe(22_500);
    const unreachable: Link = { state: 'unreachable', failure: gone };
    expect([0, 1, 2].map((attempt) => probeWait(unreachable, { attempt, now: 0 }, clock))).toEqual([750, 1_500, 3_000]);
  });

  test('waits for the user where trying again may open a browser', () => {
    expect(probeWait({ state: 'denied', failure: noPlugin }, { attempt: 0, now: 0 }, clock)).toBeUndefined();
    for (const reason of [unknown, pluginFailed]) {
      expect(probeWait({ state: 'denied', failure: reason }, { attempt: 0, now: 0 }, clock)).toBe(750);
    }
  });
});
