import { expect, it } from 'vitest';
import { failure } from '../../../shared/failure.ts';
import type { ForwardState } from '../../../shared/model/forward.ts';
import { forwardView } from '../service/testing/samples.ts';
import { doingOf, entryWords, localOf, portWords, urlOf } from './forward-words.ts';

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

it.each([
  ['nothing where it has the port that was wanted', { wanted: 8081 }, undefined],
  ['who has that port', { wanted: 80, taken: used }, 'Port 9090 is used by node (4121), so this forward has 8081.'],
  [
    'which forward has that port',
    { wanted: 9090, taken: failure('port-forwarded', { port: 9090, service: 'shop/web' }) },
    'Port 9090 already forwards shop/web, so this forward has 8081.',
  ],
  [
    'that a low port is the system’s',
    { wanted: 80 },
    'The system keeps ports below 1024 for itself, so 80 is 8081 here.',
  ],
  ['that a port was not free', { wanted: 9090 }, '9090 was not free, so 8081 was taken.'],
])('says of its port %s', (_what, local, words) => {
  expect(portWords({ port: 8081, addresses: ['127.0.0.1'], ...local })).toBe(words);
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
