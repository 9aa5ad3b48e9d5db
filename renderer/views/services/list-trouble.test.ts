import { expect, test } from 'vitest';
import { failure } from '../../../shared/failure.ts';
import { contextOf } from '../../testing/samples.ts';
import { isLoading, troubleOf } from './list-trouble.ts';

const timeout = failure('timeout', { server: 's', seconds: 10 });
const lost = failure('wire-lost', { detail: 'd' });
const forbidden = failure('forbidden', { user: 'u', verb: 'list', resource: 'services', scope: 's' });
const live = { state: 'live' } as const;

test.each([
  ['live', contextOf('a'), live, undefined],
  [
    'unreachable',
    contextOf('a', { link: { state: 'unreachable', failure: timeout } }),
    live,
    { kind: 'down', failure: timeout },
  ],
  [
    'stale',
    contextOf('a', { link: { state: 'stale', since: 5, failure: timeout } }),
    live,
    { kind: 'stale', since: 5, failure: timeout },
  ],
  [
    'a list that went stale',
    contextOf('a'),
    { state: 'stale', since: 5, failure: timeout },
    { kind: 'stale', since: 5, failure: timeout },
  ],
  ['a feed that is refused', contextOf('a'), { state: 'failed', failure: timeout }, { kind: 'down', failure: timeout }],
  ['rights for a part', contextOf('a', { gaps: [forbidden] }), live, { kind: 'gaps', failures: [forbidden] }],
  ["a lost wire is the window's trouble", contextOf('a'), { state: 'stale', since: 5, failure: lost }, undefined],
] as const)('%s', (_, context, status, trouble) => {
  expect(troubleOf(context, status)).toEqual(trouble);
});

test('rows are on their way while connecting, and until the first list', () => {
  expect(isLoading(contextOf('a', { link: { state: 'connecting', since: 0 } }), live)).toBe(true);
  expect(isLoading(contextOf('a'), { state: 'loading' })).toBe(true);
  expect(isLoading(contextOf('a'), live)).toBe(false);
  expect(isLoading(contextOf('a', { link: { state: 'unreachable', failure: timeout } }), { state: 'loading' })).toBe(
    false,
  );
});
