import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failure } from '../../../shared/failure.ts';
import type { ForwardView } from '../../../shared/model/forward.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { endpointView } from '../testing/forward-samples.ts';
import { TestTarget } from '../testing/forward-target.ts';
import { Client, podApp } from '../testing/pod-app.ts';
import { backend, refuse, SpdyServer, stall, type Behaviour } from '../testing/spdy-server.ts';
import { until } from '../testing/until.ts';
import { Forward } from './forward.ts';

const failWith =
  (text: string): Behaviour =>
  (connection) =>
    connection.fail(`error forwarding port 8080 to pod x, uid : ${text}`);

let server: SpdyServer;
let clock: FakeClock;
let target: TestTarget;
let forward: Forward;
let closers: (() => void)[];

beforeEach(async () => {
  server = await SpdyServer.start();
  clock = new FakeClock();
  target = new TestTarget(server);
  const spec = { context: 'kind', namespace: 'shop', name: 'web', port: 80 };
  forward = new Forward({ key: '1', spec, target, clock, onChange: () => undefined });
  await forward.listen([0], 8080);
  closers = [];
});

afterEach(async () => {
  for (const close of closers) close();
  await forward.close();
  await server.stop();
});

const view = (): ForwardView => forward.view;
const client = (): Client => {
  const made = new Client(forward.localPort ?? 0);
  closers.push(() => made.socket.destroy());
  return made;
};

/** Puts an app that says the pod's name at once behind each pod. */
async function namedPods(...pods: string[]): Promise<void> {
  for (const pod of pods) {
    const app = await podApp((socket) => socket.end(pod));
    closers.push(app.close);
    server.pods.set(`shop/${pod}`, backend(app.port));
  }
}

/** Puts an app behind the pod `a`, the only endpoint. */
async function onlyPod(...[serve]: Parameters<typeof podApp>): Promise<void> {
  const app = await podApp(serve);
  closers.push(app.close);
  server.pods.set('shop/a', backend(app.port));
  target.set(['a']);
}

async function answer(): Promise<string> {
  const one = client();
  await until(() => one.ended !== undefined);
  one.socket.end();
  return one.ended === 'end' ? one.heard : 'reset';
}

describe('new connections', () => {
  test('go to the ready endpoints in turn', async () => {
    await namedPods('a', 'b', 'c');
    target.set(['a', 'b', 'c']);
    const answers: string[] = [];
    for (let n = 0; n < 9; n++) answers.push(await answer());
    expect(answers.join('')).toBe('abcabcabc');
    await until(() => view().connections.live === 0);
    expect(view().endpoints.map(({ pod, total, live }) => [pod, total, live])).toEqual([
      ['a', 3, 0],
      ['b', 3, 0],
      ['c', 3, 0],
    ]);
    expect(view().connections).toEqual({ live: 0, waiting: 0, total: 9, failed: 0 });
  });

  test('pass over pods that refuse, are gone, or whose node does not answer, with what was sent so far', async () => {
    const app = await podApp((socket) => socket.on('data', (chunk) => socket.end(`got ${String(chunk)}`)));
    closers.push(app.close);
    server.pods.set('shop/a', refuse);
    server.pods.set('shop/b', failWith('failed to find sandbox "b" in store: not found'));
    server.pods.set('shop/d', (connection) => connection.reset(3));
    server.pods.set('shop/e', backend(app.port));
    target.set(['a', 'b', 'c', 'd', 'e']); // there is no pod c
    const one = client();
    one.socket.write('hello');
    await until(() => one.ended === 'end');
    expect(one.heard).toBe('got hello');
    expect(
      view()
        .log.filter(({ kind }) => kind === 'failed')
        .map(({ pod, failure }) => [pod, failure?.code]),
    ).toEqual([
      ['a', 'pod-refused'],
      ['b', 'pod-gone'],
      ['c', 'pod-gone'],
      ['d', 'forward-failed'],
    ]);
    expect(view().endpoints.map(({ total }) => total)).toEqual([0, 0, 0, 0, 1]);
    expect(view().lastFailure).toBeUndefined();
  });

  test('pass over a session that was cut before the node took the connection', async () => {
    await namedPods('b');
    server.pods.set('shop/a', stall);
    target.set(['a', 'b']);
    server.lateReplies = true;
    const one = client();
    one.socket.write('hello');
    await until(() => server.connections.length === 1);
    server.lateReplies = false;
    server.cut();
    await until(() => one.heard === 'b');
  });

  test('are not sent to another pod once the app may have read what was sent', async () => {
    await namedPods('b');
    server.pods.set('shop/a', (connection) =>
      connection.onEvent(() =>
        connection.fail('error forwarding port 8080 to pod x, uid : read tcp4 1->2: read: connection reset by peer'),
      ),
    );
    target.set(['a', 'b']);
    const one = client();
    one.socket.write('POST /pay');
    await until(() => one.ended === 'reset');
    expect(one.heard).toBe('');
    await until(() => view().lastFailure !== undefined);
    expect(view().lastFailure).toMatchObject({ code: 'forward-failed' });
  });

  test('are reset with the reason when every endpoint has refused', async () => {
    server.pods.set('shop/a', refuse);
    server.pods.set('shop/b', refuse);
    target.set(['a', 'b']);
    expect(await answer()).toBe('reset');
    expect(server.connections.map(({ pod }) => pod).sort()).toEqual(['shop/a', 'shop/b']);
    await until(() => view().connections.failed === 1);
    expect(view().lastFailure).toEqual(
      failure('pod-refused', { pod: 'shop/b', port: 8080, detail: 'connection refused' }),
    );
    await namedPods('a', 'b');
    expect(await answer()).toBe('a');
    expect(view().lastFailure).toBeUndefined();
  });

  test('do not disturb each other: a refused one closes no session', async () => {
    server.pods.set('shop/a', stall);
    target.set(['a']);
    const steady = client();
    await until(() => server.connections.length === 1);
    server.pods.set('shop/a', refuse);
    expect(await answer()).toBe('reset');
    server.connections[0]?.write('still here');
    await until(() => steady.heard === 'still here');
    expect(server.dials).toBe(1);
  });

  test('get no endpoint that has left, and keep the one they have', async () => {
    await namedPods('b');
    server.pods.set('shop/a', stall);
    target.set(['a']);
    const old = client();
    await until(() => server.connections.length === 1);
    target.set(['b']);
    expect(await answer()).toBe('b');
    expect(view().endpoints.map(({ pod, state, live }) => [pod, state, live])).toContainEqual(['a', 'draining', 1]);
    server.connections[0]?.write('from the old pod');
    await until(() => old.heard === 'from the old pod');
    expect(view().log.map(({ kind, pod }) => [kind, pod])).toEqual([
      ['joined', 'a'],
      ['listening', undefined],
      ['left', 'a'],
      ['joined', 'b'],
    ]);
    old.socket.resetAndDestroy();
    await until(() => view().endpoints.length === 1);
  });
});

describe('without an endpoint', () => {
  const notReady = endpointView('a', { ready: false, serving: false });

  test('a connection waits, and is served when one is ready', async () => {
    await namedPods('a');
    target.set([notReady]);
    expect(view().state).toMatchObject({ state: 'holding', failure: { code: 'none-ready' } });
    const one = client();
    one.socket.write('hello');
    await until(() => view().connections.waiting === 1);
    await clock.advance(9_900);
    target.set(['a']);
    await until(() => one.heard === 'a');
    expect(view().state).toEqual({ state: 'listening' });
    expect(view().connections.waiting).toBe(0);
  });

  test('a connection is reset after 10 s, and the port stays', async () => {
    target.set([notReady]);
    const one = client();
    await until(() => view().connections.waiting === 1);
    await clock.advance(9_999);
    expect(one.ended).toBeUndefined();
    await clock.advance(1);
    await until(() => one.ended === 'reset');
    await until(() => view().connections.failed === 1);
    expect(view().lastFailure).toEqual(failure('no-ready-endpoint', { service: 'shop/web', seconds: 10 }));
    expect(view().connections.waiting).toBe(0);
    await namedPods('a');
    target.set(['a']);
    expect(await answer()).toBe('a');
  });

  test('a client that gives up waiting is forgotten, and counts as no failure', async () => {
    target.set([]);
    const one = client();
    await until(() => view().connections.waiting === 1);
    one.socket.resetAndDestroy();
    await until(() => view().connections.waiting === 0);
    expect(view().connections.failed).toBe(0);
  });

  test('the Service that is deleted is the reason, and back it is forwarded again', async () => {
    target.set(['a']);
    target.service.set({ state: 'gone' });
    expect(view().state).toMatchObject({ state: 'holding', failure: { code: 'service-gone' } });
    await namedPods('a');
    target.set(['a']);
    expect(view().state).toEqual({ state: 'listening' });
    expect(await answer()).toBe('a');
  });
});

describe('while the API server is away', () => {
  const away = failure('unreachable', { server: 'https://kind', detail: 'connection refused' });

  test('connections try what was known, wait, and are answered when it is back', async () => {
    await namedPods('a', 'b');
    target.set(['a', 'b']);
    expect(await answer()).toBe('a');
    await server.stop();
    target.trouble.set(away);
    expect(view().state).toEqual({ state: 'holding', failure: away });
    const one = client();
    const failed = (): number => view().log.filter(({ kind }) => kind === 'failed').length;
    /** Lets the next round of asking begin and end. */
    const round = async (): Promise<void> => {
      const before = failed();
      await clock.advance(250);
      await until(() => one.ended !== undefined || failed() > before);
    };
    await until(() => failed() > 0);
    for (let n = 0; n < 3; n++) await round();
    expect(one.ended).toBeUndefined();
    await server.listen();
    target.trouble.set(undefined);
    for (let n = 0; n < 8 && !one.ended; n++) await round();
    expect(one.ended).toBe('end');
    expect(one.heard).toMatch(/[ab]/);
    expect(view().state).toEqual({ state: 'listening' });
    expect(view().log.map(({ kind }) => kind)).toContain('holding');
    expect(view().log.filter(({ kind }) => kind === 'listening')).toHaveLength(2);
  });

  test('a connection that waited in vain is reset with what the server said last', async () => {
    target.set(['a']);
    await server.stop();
    const one = client();
    await until(() => view().log.some(({ kind }) => kind === 'failed'));
    await clock.advance(11_000);
    await until(() => one.ended === 'reset');
    await until(() => view().lastFailure?.code === 'unreachable');
    await server.listen();
  });

  test('a refusal by RBAC is no reason to wait', async () => {
    server.refusal = { status: 403, message: 'no' };
    target.set(['a']);
    expect(await answer()).toBe('reset');
    await until(() => view().lastFailure?.code === 'forbidden');
  });
});

describe('bytes', () => {
  test('pass both ways as they are, and are counted', async () => {
    await onlyPod((socket) => socket.pipe(socket));
    const sent = randomBytes(10_000_000);
    const one = client();
    const hash = createHash('sha256');
    let received = 0;
    one.socket.on('data', (chunk: Buffer) => {
      hash.update(chunk);
      received += chunk.length;
    });
    one.socket.write(sent);
    await until(() => received === sent.length);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(sent).digest('hex'));
    expect(view().bytes).toEqual({ in: sent.length, out: sent.length });
  });

  test('of a late answer all come, although the client has ended its side', async () => {
    let finish: (() => void) | undefined;
    await onlyPod((socket) => {
      socket.on('data', () => {
        socket.write('first half, ');
        finish = () => socket.end('second half');
      });
    });
    const one = client();
    one.socket.end('question');
    await until(() => one.heard === 'first half, ');
    await clock.advance(29_000);
    finish?.();
    await until(() => one.ended === 'end');
    expect(one.heard).toBe('first half, second half');
  });

  test.each(['that has said nothing', 'that has said something'])(
    'end for a pod %s 30 s after its client has ended and it was last heard',
    async (which) => {
      server.pods.set('shop/a', stall);
      target.set(['a']);
      const one = client();
      one.socket.write('question');
      await until(() => server.connections[0]?.received.toString() === 'question');
      const [connection] = server.connections;
      one.socket.end();
      await until(() => clock.sleeping > 0);
      if (which === 'that has said something') {
        await clock.advance(20_000);
        connection?.write('wait');
        await until(() => one.heard === 'wait');
        await clock.advance(29_000);
        expect(connection?.finished).toBe(false);
      }
      await clock.advance(30_000);
      await until(() => connection?.finished === true);
      connection?.end();
      await until(() => one.ended === 'end');
      await until(() => view().connections.live === 0);
    },
  );

  test('sent after the pod has ended are dropped, and the client keeps what it got', async () => {
    await onlyPod((socket) => socket.end('413 too large'));
    const one = client();
    one.socket.write('x');
    await until(() => one.ended === 'end');
    await clock.advance(1000);
    for (let n = 0; n < 50; n++) one.socket.write(Buffer.alloc(65_536));
    one.socket.end();
    await until(() => view().connections.live === 0);
    expect(one.heard).toBe('413 too large');
    expect(one.ended).toBe('end');
    expect(view().connections.failed).toBe(0);
  });

  test('of an answer that breaks off are delivered before the reset', async () => {
    server.pods.set('shop/a', (connection) => {
      for (let n = 0; n < 100; n++) connection.write(Buffer.alloc(50_000, 'x'));
      connection.fail('error forwarding port 8080 to pod x, uid : read tcp4 1->2: read: connection reset by peer');
    });
    target.set(['a']);
    const one = client();
    await until(() => one.ended !== undefined);
    expect(one.ended).toBe('reset');
    expect(one.heard.length).toBeGreaterThan(4_000_000);
  });

  test('stop for a pod whose client has reset the connection', async () => {
    server.pods.set('shop/a', stall);
    target.set(['a']);
    const one = client();
    one.socket.write('x');
    await until(() => server.connections[0]?.received.length === 1);
    one.socket.resetAndDestroy();
    await until(() => server.connections[0]?.resetStatus === 5);
  });

  test('in many small pieces wait for a pod that does not read, in bounds', async () => {
    server.pods.set('shop/a', stall);
    target.set(['a']);
    const warnings: string[] = [];
    const warn = (warning: Error): void => void warnings.push(warning.message);
    process.on('warning', warn);
    const one = client();
    one.socket.write('x');
    await until(() => server.connections.length === 1);
    for (const { socket } of server.sessions) socket.pause();
    one.socket.setNoDelay(true);
    for (let n = 0; n < 3000 && view().bytes.out < 20_000_000; n++) {
      one.socket.write(Buffer.alloc(20_000));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(view().bytes.out).toBeLessThan(20_000_000);
    for (const { socket } of server.sessions) socket.resume();
    await until(() => one.socket.writableLength === 0);
    process.off('warning', warn);
    expect(warnings).toEqual([]);
  });
});

describe('closing', () => {
  test('ends the listeners, the connections and the sessions', async () => {
    server.pods.set('shop/a', stall);
    target.set(['a']);
    const one = client();
    await until(() => server.connections.length === 1);
    await forward.close();
    await until(() => server.sessions.size === 0 && one.ended !== undefined);
    expect(target.closed).toBe(true);
    expect(clock.sleeping).toBe(0);
    const late = client();
    await until(() => late.ended === 'reset');
  });
});
