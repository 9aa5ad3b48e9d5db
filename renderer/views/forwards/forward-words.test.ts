import { expect, it } from 'vitest';
import { failure } from '../../../shared/failure.ts';
import type { ForwardState } from '../../../shared/model/forward.ts';
import { forwardView } from '../service/testing/samples.ts';
import { doingOf, entryWords, localOf, urlOf } from './forward-words.ts';

const used = failure('port-in-use', { port: 9090, process: 'node (4121)' });
const waiting = failure('none-ready', { service: 'shop/web', total: 2 });

it.each<[string, ForwardState, boolean]>([
  ['starting', { state: 'starting' }, false],
  ['listening', { state: 'listening' }, false],
  ['active', { state: 'listening' }, true],
  ['holding', { state: 'holding', failure: waiting }, true],
  ['port-used', { state: 'failed', failure: used }, false],
  ['failed', { state: 'failed', failure: failure('port-forbidden', { port: 80 }) }, false],
])('is %s', (doing, state, moving) => {
  expect(doingOf(forwardView({ state }), moving)).toBe(doing);
});

it('is active while a connection is open, even when no byte moves', () => {
  expect(doingOf(forwardView({ connections: { live: 1, waiting: 0, total: 1, failed: 0 } }), false)).toBe('active');
});

it('names the port it got, and the one it wanted as long as it has none', () => {
  expect(localOf(forwardView())).toBe('localhost:8080');
  const { local: _local, ...waitingForPort } = forwardView();
  expect(localOf({ ...waitingForPort, spec: { ...waitingForPort.spec, localPort: 9090 } })).toBe('localhost:9090');
});

it('has a URL only where something speaks HTTP', () => {
  expect(urlOf(forwardView())).toBe('http://localhost:8080');
  const { scheme: _scheme, ...plain } = forwardView();
  expect(urlOf(plain)).toBeUndefined();
});

it('tells a log entry with its failure’s own sentence', () => {
  const forward = forwardView();
  expect(entryWords({ at: 0, kind: 'listening' }, forward)).toBe('Listening on 127.0.0.1:8080, [::1]:8080');
  expect(entryWords({ at: 0, kind: 'joined', pod: 'web-abc' }, forward)).toBe('web-abc joined: gets new connections');
  expect(entryWords({ at: 0, kind: 'holding', failure: waiting }, forward)).toBe(
    'None of the 2 endpoints of shop/web is ready.',
  );
  expect(entryWords({ at: 0, kind: 'balanced', policy: 'first' }, forward)).toBe('Balance: first');
});
