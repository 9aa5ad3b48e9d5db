import { describe, expect } from 'vitest';
import { failure } from '../../../shared/failure.ts';
import { endpointView } from '../testing/forward-samples.ts';
import { test } from '../testing/forward-sandbox.ts';
import { refuse, stall, type Behaviour } from '../testing/spdy-server.ts';
import { until } from '../testing/until.ts';

const failWith =
  (text: string): Behaviour =>
  (connection) =>
    connection.fail(`error forwarding port 8080 to pod x, uid : ${text}`);

describe('new connections', () => {
  test('go to the ready endpoints in turn', async ({ box }) => {
    await box.namedPods('a', 'b', 'c');
    box.target.set(['a', 'b', 'c']);
    const answers: string[] = [];
    for (let n = 0; n < 9; n++) answers.push(await box.answer());
    expect(answers.join('')).toBe('abcabcabc');
    await until(() => box.forward.view.connections.live === 0);
    expect(box.forward.view.endpoints.map(({ pod, total, live }) => [pod, total, live])).toEqual([
      ['a', 3, 0],
      ['b', 3, 0],
      ['c', 3, 0],
    ]);
    expect(box.forward.view.connections).toEqual({ live: 0, waiting: 0, total: 9, failed: 0 });
  });

  test('pass over pods that refuse, are gone, or whose node does not answer, with what was sent so far', async ({
    box,
  }) => {
    await box.pod('e', (socket) => socket.on('data', (chunk) => socket.end(`got ${String(chunk)}`)));
    box.server.pods.set('shop/a', refuse);
    box.server.pods.set('shop/b', failWith('failed to find sandbox "b" in store: not found'));
    box.server.pods.set('shop/d', (connection) => connection.reset(3));
    box.target.set(['a', 'b', 'c', 'd', 'e']); // there is no pod c
    const one = box.client();
    one.socket.write('hello');
    await until(() => one.ended === 'end');
    expect(one.heard).toBe('got hello');
    expect(
      box.forward.view.log.filter(({ kind }) => kind === 'failed').map(({ pod, failure }) => [pod, failure?.code]),
    ).toEqual([
      ['a', 'pod-refused'],
      ['b', 'pod-gone'],
      ['c', 'pod-gone'],
      ['d', 'forward-failed'],
    ]);
    expect(box.forward.view.endpoints.map(({ total }) => total)).toEqual([0, 0, 0, 0, 1]);
    expect(box.forward.view.lastFailure).toBeUndefined();
  });

  test('pass over a session that was cut before the node took the connection', async ({ box }) => {
    await box.namedPods('b');
    box.server.pods.set('shop/a', stall);
    box.target.set(['a', 'b']);
    box.server.lateReplies = true;
    const one = box.client();
    one.socket.write('hello');
    await until(() => box.server.connections.length === 1);
    box.server.lateReplies = false;
    box.server.cut();
    await until(() => one.heard === 'b');
  });

  test('are not sent to another pod once the app may have read what was sent', async ({ box }) => {
    await box.namedPods('b');
    box.server.pods.set('shop/a', (connection) =>
      connection.onEvent(() =>
        connection.fail('error forwarding port 8080 to pod x, uid : read tcp4 1->2: read: connection reset by peer'),
      ),
    );
    box.target.set(['a', 'b']);
    const one = box.client();
    one.socket.write('POST /pay');
    await until(() => one.ended === 'reset');
    expect(one.heard).toBe('');
    await until(() => box.forward.view.lastFailure !== undefined);
    expect(box.forward.view.lastFailure).toMatchObject({ code: 'forward-failed' });
  });

  describe('that only ask for something to be read are sent to another pod', () => {
    const request = 'GET / HTTP/1.1\r\nHost: web\r\n\r\n';

    test.for<[how: string, Behaviour]>([
      ['is reset', failWith('read tcp4 1->2: read: connection reset by peer')],
      ['ends', (connection) => connection.end()],
    ])('when the one that has it %s without a word', async ([, end], { box }) => {
      await box.pod('b', (socket) => socket.on('data', (chunk) => socket.end(`b got ${String(chunk)}`)));
      box.server.pods.set('shop/a', (connection) => connection.onEvent(() => end(connection)));
      box.target.set(['a', 'b']);
      const one = box.client();
      one.socket.write(request);
      await until(() => one.ended === 'end');
      expect(one.heard).toBe(`b got ${request}`);
      one.socket.end();
      await until(() => box.forward.view.connections.live === 0);
      expect(box.forward.view.connections.failed).toBe(0);
      expect(box.forward.view.endpoints.map(({ total, failed }) => [total, failed])).toEqual([
        [0, 1],
        [1, 0],
      ]);
    });

    test('two times, and then the client has the end', async ({ box }) => {
      const names = ['a', 'b', 'c', 'd'];
      for (const name of names)
        box.server.pods.set(`shop/${name}`, (connection) => connection.onEvent(() => connection.end()));
      box.target.set(names);
      const one = box.client();
      one.socket.write(request);
      await until(() => one.ended === 'end');
      expect(box.server.connections).toHaveLength(3);
    });

    test('only if there is one', async ({ box }) => {
      box.server.pods.set('shop/a', (connection) => connection.onEvent(() => connection.end()));
      box.target.set(['a']);
      const one = box.client();
      one.socket.write(request);
      await until(() => one.ended === 'end');
      expect(box.server.connections).toHaveLength(1);
    });
  });

  test('are reset with the reason when every endpoint has refused', async ({ box }) => {
    box.server.pods.set('shop/a', refuse);
    box.server.pods.set('shop/b', refuse);
    box.target.set(['a', 'b']);
    expect(await box.answer()).toBe('reset');
    expect(box.server.connections.map(({ pod }) => pod).sort()).toEqual(['shop/a', 'shop/b']);
    await until(() => box.forward.view.connections.failed === 1);
    expect(box.forward.view.lastFailure).toEqual(
      failure('pod-refused', { pod: 'shop/b', port: 8080, detail: 'connection refused' }),
    );
    await box.namedPods('a', 'b');
    expect(await box.answer()).toBe('a');
    expect(box.forward.view.lastFailure).toBeUndefined();
  });

  test('do not disturb each other: a refused one closes no session', async ({ box }) => {
    box.server.pods.set('shop/a', stall);
    box.target.set(['a']);
    const steady = box.client();
    await until(() => box.server.connections.length === 1);
    box.server.pods.set('shop/a', refuse);
    expect(await box.answer()).toBe('reset');
    box.server.connections[0]?.write('still here');
    await until(() => steady.heard === 'still here');
    expect(box.server.dials).toBe(1);
  });

  test('get no endpoint that has left, and keep the one they have', async ({ box }) => {
    await box.namedPods('b');
    box.server.pods.set('shop/a', stall);
    box.target.set(['a']);
    const old = box.client();
    await until(() => box.server.connections.length === 1);
    box.target.set(['b']);
    expect(await box.answer()).toBe('b');
    expect(box.forward.view.endpoints.map(({ pod, state, live }) => [pod, state, live])).toContainEqual([
      'a',
      'draining',
      1,
    ]);
    box.server.connections[0]?.write('from the old pod');
    await until(() => old.heard === 'from the old pod');
    expect(box.forward.view.log.map(({ kind, pod }) => [kind, pod])).toEqual([
      ['joined', 'a'],
      ['listening', undefined],
      ['left', 'a'],
      ['joined', 'b'],
    ]);
    old.socket.resetAndDestroy();
    await until(() => box.forward.view.endpoints.length === 1);
  });
});

describe('without an endpoint', () => {
  const notReady = endpointView('a', { ready: false, serving: false });

  test('a connection waits, and is served when one is ready', async ({ box }) => {
    await box.namedPods('a');
    box.target.set([notReady]);
    expect(box.forward.view.state).toMatchObject({ state: 'holding', failure: { code: 'none-ready' } });
    const one = box.client();
    one.socket.write('hello');
    await until(() => box.forward.view.connections.waiting === 1);
    await box.clock.advance(9_900);
    box.target.set(['a']);
    await until(() => one.heard === 'a');
    expect(box.forward.view.state).toEqual({ state: 'listening' });
    expect(box.forward.view.connections.waiting).toBe(0);
  });

  test('a connection is reset after 10 s, and the port stays', async ({ box }) => {
    box.target.set([notReady]);
    const one = box.client();
    await until(() => box.forward.view.connections.waiting === 1);
    await box.clock.advance(9_999);
    expect(one.ended).toBeUndefined();
    await box.clock.advance(1);
    await until(() => one.ended === 'reset');
    await until(() => box.forward.view.connections.failed === 1);
    expect(box.forward.view.lastFailure).toEqual(failure('no-ready-endpoint', { service: 'shop/web', seconds: 10 }));
    expect(box.forward.view.connections.waiting).toBe(0);
    await box.namedPods('a');
    box.target.set(['a']);
    expect(await box.answer()).toBe('a');
  });

  test('a client that gives up waiting is forgotten, and counts as no failure', async ({ box }) => {
    box.target.set([]);
    const one = box.client();
    await until(() => box.forward.view.connections.waiting === 1);
    one.socket.resetAndDestroy();
    await until(() => box.forward.view.connections.waiting === 0);
    expect(box.forward.view.connections.failed).toBe(0);
  });

  test('the Service that is deleted is the reason, and back it is forwarded again', async ({ box }) => {
    box.target.set(['a']);
    box.target.service.set({ state: 'gone' });
    expect(box.forward.view.state).toMatchObject({ state: 'holding', failure: { code: 'service-gone' } });
    await box.namedPods('a');
    box.target.set(['a']);
    expect(box.forward.view.state).toEqual({ state: 'listening' });
    expect(await box.answer()).toBe('a');
  });
});

describe('while the API server is away', () => {
  const away = failure('unreachable', { server: 'https://kind', detail: 'connection refused' });

  test('connections try what was known, wait, and are answered when it is back', async ({ box }) => {
    await box.namedPods('a', 'b');
    box.target.set(['a', 'b']);
    expect(await box.answer()).toBe('a');
    await box.server.stop();
    box.target.trouble.set(away);
    expect(box.forward.view.state).toEqual({ state: 'holding', failure: away });
    const one = box.client();
    const failed = (): number => box.forward.view.log.filter(({ kind }) => kind === 'failed').length;
    /** Lets the next round of asking begin and end. */
    const round = async (): Promise<void> => {
      const before = failed();
      await box.clock.advance(250);
      await until(() => one.ended !== undefined || failed() > before);
    };
    await until(() => failed() > 0);
    for (let n = 0; n < 3; n++) await round();
    expect(one.ended).toBeUndefined();
    await box.server.listen();
    box.target.trouble.set(undefined);
    for (let n = 0; n < 8 && !one.ended; n++) await round();
    expect(one.ended).toBe('end');
    expect(one.heard).toMatch(/[ab]/);
    expect(box.forward.view.state).toEqual({ state: 'listening' });
    expect(box.forward.view.log.map(({ kind }) => kind)).toContain('holding');
    expect(box.forward.view.log.filter(({ kind }) => kind === 'listening')).toHaveLength(2);
  });

  test('a connection that waited in vain is reset with what the server said last', async ({ box }) => {
    box.target.set(['a']);
    await box.server.stop();
    const one = box.client();
    await until(() => box.forward.view.log.some(({ kind }) => kind === 'failed'));
    await box.clock.advance(11_000);
    await until(() => one.ended === 'reset');
    await until(() => box.forward.view.lastFailure?.code === 'unreachable');
    await box.server.listen();
  });

  test('a refusal by RBAC is no reason to wait', async ({ box }) => {
    box.server.refusal = { status: 403, message: 'no' };
    box.target.set(['a']);
    expect(await box.answer()).toBe('reset');
    await until(() => box.forward.view.lastFailure?.code === 'forbidden');
  });
});

describe('closing', () => {
  test('ends the listeners, the connections and the sessions', async ({ box }) => {
    box.server.pods.set('shop/a', stall);
    box.target.set(['a']);
    const one = box.client();
    await until(() => box.server.connections.length === 1);
    await box.forward.close();
    await until(() => box.server.sessions.size === 0 && one.ended !== undefined);
    expect(box.target.closed).toBe(true);
    expect(box.clock.sleeping).toBe(0);
    const late = box.client();
    await until(() => late.ended === 'reset');
  });
});

test('an endpoint keeps its count when a later connection does not even get a session to it', async ({ box }) => {
  await box.namedPods('a', 'b');
  box.target.set(['a', 'b']);
  box.forward.change({ balance: 'first' });
  expect([await box.answer(), await box.answer()]).toEqual(['a', 'a']);
  box.server.pods.delete('shop/a');
  box.server.cut();
  await until(() => box.server.sessions.size === 0);
  expect(await box.answer()).toBe('b');
  expect(box.forward.view.endpoints.map(({ pod, total, failed }) => [pod, total, failed])).toEqual([
    ['a', 2, 1],
    ['b', 1, 0],
  ]);
});

describe('a pause', () => {
  test('keeps the port and what is open, and turns new connections away until it ends', async ({ box }) => {
    await box.pod('a', (socket) => socket.on('data', (chunk) => socket.write(`got ${String(chunk)}`)));
    box.target.set(['a']);
    const open = box.client();
    open.socket.write('one');
    await until(() => open.heard === 'got one');

    box.forward.change({ paused: true });
    expect(box.forward.view.state).toEqual({ state: 'paused' });
    const late = box.client();
    await until(() => late.ended !== undefined);
    expect(late.ended).toBe('reset');
    open.socket.write('two');
    await until(() => open.heard === 'got onegot two');
    expect(box.forward.view.connections).toMatchObject({ total: 1, failed: 0 });

    box.forward.change({ paused: false });
    expect(box.forward.view.state).toEqual({ state: 'listening' });
    const next = box.client();
    next.socket.write('three');
    await until(() => next.heard === 'got three');
  });

  test('outlives the loss of all endpoints', async ({ box }) => {
    await box.namedPods('a');
    box.target.set(['a']);
    box.forward.change({ paused: true });
    box.target.set([]);
    expect(box.forward.view.state).toEqual({ state: 'paused' });
  });
});

describe('the time to the first byte', () => {
  test('is told of the forward and of the endpoint that answered', async ({ box }) => {
    await box.pod('a', (socket) => socket.on('data', () => (box.clock.advance(12), socket.end('there'))));
    box.target.set(['a']);
    const one = box.client();
    await until(() => box.forward.view.connections.live === 1);
    await box.clock.advance(3_000); // a client that says nothing for a while is not the endpoint's delay
    one.socket.write('hello');
    await until(() => one.ended !== undefined);
    expect(box.forward.view.answers).toEqual({ total: 1, p50: 12, p90: 12 });
    expect(box.forward.view.endpoints).toMatchObject([{ pod: 'a', p50: 12, failed: 0 }]);
  });

  test('is none where nothing came, and why is told of the endpoint', async ({ box }) => {
    box.server.pods.set('shop/a', refuse);
    box.target.set(['a']);
    const one = box.client();
    one.socket.write('hello');
    await until(() => one.ended !== undefined);
    expect(box.forward.view.answers).toEqual({ total: 0 });
    expect(box.forward.view.endpoints).toMatchObject([{ failed: 1, lastFailure: { code: 'pod-refused' } }]);
  });
});

describe('as the cluster does', () => {
  test('follows the scheduler that kube-proxy is told to use, once that is known', async ({ box }) => {
    await box.namedPods('a', 'b', 'c');
    box.target.set(['a', 'b', 'c']);
    box.target.kubeProxy = () => Promise.resolve({ mode: 'ipvs', scheduler: 'rr' });
    expect(box.forward.view.kubeProxy).toBeUndefined();
    box.forward.change({ balance: 'cluster' });
    await until(() => box.forward.view.kubeProxy !== undefined);
    const answers: string[] = [];
    for (let n = 0; n < 6; n++) answers.push(await box.answer());
    expect(answers.join('')).toBe('abcabc');
  });

  test('asks again when the cluster did not answer', async ({ box }) => {
    box.target.set(['a']);
    box.target.kubeProxy = () => Promise.reject(new Error('cut'));
    box.forward.change({ balance: 'cluster' });
    box.target.kubeProxy = () => Promise.resolve({ mode: 'nftables' });
    await until(() => {
      box.target.set(['a']);
      return box.forward.view.kubeProxy?.mode === 'nftables';
    });
  });
});
