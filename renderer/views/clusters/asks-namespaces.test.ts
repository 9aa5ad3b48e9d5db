import { expect, test } from 'vitest';
import { failure } from '../../../shared/failure.ts';
import type { Link } from '../../../shared/model/context.ts';
import { asksNamespaces } from './asks-namespaces.ts';

const part = { whole: false, namespaces: [], typed: [] };
const forbidden = failure('forbidden', { user: 'dev', verb: 'list', resource: 'services', scope: '*' });
const untrusted = failure('tls-untrusted', { server: 's', detail: 'self-signed' });
const late = failure('timeout', { server: 's', seconds: 10 });

test.each<[string, Link, boolean]>([
  ['live with a part of the cluster', { state: 'live', since: 0 }, true],
  ['stale with a part of it', { state: 'stale', since: 0, failure: late }, true],
  ['denied by RBAC', { state: 'denied', failure: forbidden }, true],
  ['denied for another reason', { state: 'denied', failure: untrusted }, false],
  ['unreachable', { state: 'unreachable', failure: late }, false],
  ['connecting', { state: 'connecting', since: 0 }, false],
  ['off', { state: 'off' }, false],
])('%s', (_, link, expected) => {
  expect(asksNamespaces({ link, scope: part })).toBe(expected);
  expect(asksNamespaces({ link, scope: { ...part, whole: true } })).toBe(false);
});
