import { describe, expect, test } from 'vitest';
import { failure } from '../../../shared/failure.ts';
import type { ContextView, Link } from '../../../shared/model/context.ts';
import { troubleWords } from './context-words.ts';

const NOW = 1_000_000;
const silent = failure('timeout', { server: 'https://dev', seconds: 5 });
const rejected = failure('unauthenticated', { server: 'https://dev', user: 'ann' });

function words(link: Link, command?: string): string | undefined {
  const context: ContextView = {
    key: 'dev',
    name: 'dev',
    cluster: 'dev',
    user: 'ann',
    server: 'https://dev',
    file: 'config',
    credential: command === undefined ? 'token' : 'exec',
    ...(command !== undefined && { command }),
    current: true,
    link,
    scope: { whole: true, namespaces: [], typed: [] },
    gaps: [],
  };
  return troubleWords(context, NOW);
}

describe('the words for a context that is not live', () => {
  test('are none while all is well, or nobody wants it', () => {
    expect(words({ state: 'live', since: 0 })).toBeUndefined();
    expect(words({ state: 'off' })).toBeUndefined();
    expect(words({ state: 'connecting', since: NOW - 60_000 })).toBeUndefined();
  });

  test.each([
    [3_200, 'Retrying in 4 s.'],
    [0, 'Trying again now.'],
    [-4_000, 'Trying again now.'],
  ])('say when it is tried again: in %d ms', (left, end) => {
    expect(words({ state: 'unreachable', failure: silent, retryAt: NOW + left })).toMatch(
      `did not answer in 5 s. Check the address, the VPN and the proxy. ${end}`,
    );
  });

  test('promise no try where there will be none', () => {
    expect(words({ state: 'denied', failure: rejected })).toMatch(/^https:\/\/dev does not accept .* kubeconfig\.$/);
  });

  test('point at a plugin that takes its time', () => {
    expect(words({ state: 'connecting', since: NOW - 4_999 }, 'gcloud')).toBeUndefined();
    expect(words({ state: 'connecting', since: NOW - 12_300 }, 'gcloud')).toMatch(
      'The sign-in plugin gcloud has not answered for 12 s. It may be waiting for you',
    );
  });
});
