import { once } from 'node:events';
import { basename } from 'node:path';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fail, failure } from '../../../shared/failure.ts';
import type { ForwardSpec } from '../../../shared/model/forward.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { TestTarget } from '../testing/forward-target.ts';
import { Client } from '../testing/pod-app.ts';
import { SpdyServer, stall } from '../testing/spdy-server.ts';
import { until } from '../testing/until.ts';
import { Forwards } from './forwards.ts';

let server: SpdyServer;
let clock: FakeClock;
let targets: TestTarget[];
/** What a target that is opened from now on knows at once. */
let prepare: (target: TestTarget) => void;
let remembered: readonly ForwardSpec[][];
let forwards: Forwards;
let taken: Server[];
/** Whether the context `nowhere` is in the kubeconfig. */
let isThere: boolean;

beforeEach(async () => {
  server = await SpdyServer.start();
  server.pods.set('shop/a', stall);
  clock = new FakeClock();
  targets = [];
  prepare = (target) => target.set(['a']);
  remembered = [];
  taken = [];
  isThere = false;
  forwards = new Forwards({
    clock,
    openTarget: ({ context }) => {
      if (context === 'nowhere' && !isThere) throw fail('context-unknown', { context, known: 'kind' });
      const target = new TestTarget(server);
      prepare(target);
      targets.push(target);
      return target;
    },
    onChange: (specs) => (remembered = [...remembered, [...specs]]),
  });
});

afterEach(async () => {
  await forwards.close();
  await server.stop();
  for (const one of taken) one.close();
});

/** A port that nobody has just now. */
async function freePort(): Promise<number> {
  const one = createServer().listen(0, '127.0.0.1');
  await once(one, 'listening');
  const { port } = one.address() as AddressInfo; // it listens on TCP
  one.close();
  await once(one, 'close');
  return port;
}

async function take(port: number): Promise<void> {
  const one = createServer().listen(port, '127.0.0.1');
  taken.push(one);
  await once(one, 'listening');
}

const web = { context: 'kind', namespace: 'shop', name: 'web', port: 80 };
const wish = async (): Promise<ForwardSpec> => ({ ...web, localPort: await freePort() });

describe('starting', () => {
  test('listens on both loopback addresses and says where', async () => {
    const spec = await wish();
    const view = await forwards.start(spec);
    expect(view).toMatchObject({
      spec,
      state: { state: 'listening' },
      scheme: 'http',
      local: { port: spec.localPort, wanted: spec.localPort },
    });
    expect(view.local?.addresses).toContain('127.0.0.1');
    expect([...forwards.views.items.values()]).toMatchObject([{ key: view.key, state: { state: 'listening' } }]);
    expect(remembered.at(-1)).toEqual([spec]);
  });

  test('takes a readable port for a privileged one, and the next one where that is taken', async () => {
    const row = { ports: [{ protocol: 'TCP' as const, port: 443, targetPort: 8443 }] };
    prepare = (target) => target.set(['a'], row);
    const first = await forwards.start({ ...web, port: 443 });
    const second = await forwards.start({ ...web, name: 'other', port: 443 });
    expect(first.local?.port).toBeGreaterThanOrEqual(8443);
    expect(second.local?.port).toBeGreaterThan(first.local?.port ?? 0);
    expect(second.local?.wanted).toBe(443);
    expect(second.scheme).toBe('https');
  });

  test('says of a port that is passed over which forward has it', async () => {
    const spec = await wish();
    await forwards.start(spec);
    const { local } = await forwards.start({ ...spec, name: 'api' }, { exact: false });
    expect(local?.taken).toEqual(failure('port-forwarded', { port: spec.localPort ?? 0, service: 'shop/web' }));
  });

  test('gives the forward that runs when the same port is asked for again, also at the same moment', async () => {
    const [first, second] = await Promise.all([forwards.start(web), forwards.start(web)]);
    const third = await forwards.start(web);
    expect([second.key, third.key]).toEqual([first.key, first.key]);
    expect(targets).toHaveLength(1);
  });

  test('gives another one for another local port', async () => {
    const first = await forwards.start(await wish());
    const second = await forwards.start(await wish());
    expect(second.key).not.toBe(first.key);
    expect(forwards.views.items.size).toBe(2);
  });

  test.runIf(process.platform !== 'darwin')(
    'gives several forwards one port, each at an address of its own',
    async () => {
      const spec = await wish();
      const first = await forwards.start({ ...spec, address: '127.0.0.2' });
      const second = await forwards.start({ ...spec, name: 'api', address: '127.0.0.3' });
      expect([first, second].map(({ local }) => [local?.port, local?.addresses])).toEqual([
        [spec.localPort, ['127.0.0.2']],
        [spec.localPort, ['127.0.0.3']],
      ]);
      await expect(forwards.start({ ...spec, name: 'db', address: '127.0.0.2' })).rejects.toMatchObject({
        failure: { code: 'port-forwarded' },
      });
    },
  );

  test('refuses a port that another forward has, naming it, also at the same moment', async () => {
    const spec = await wish();
    const both = await Promise.allSettled([forwards.start(spec), forwards.start({ ...spec, name: 'api' })]);
    expect(both).toMatchObject([
      { status: 'fulfilled' },
      {
        status: 'rejected',
        reason: { failure: failure('port-forwarded', { port: spec.localPort ?? 0, service: 'shop/web' }) },
      },
    ]);
    expect(forwards.views.items.size).toBe(1);
    expect(targets.map(({ closed }) => closed)).toEqual([false, true]);
  });

  test('refuses a port that another program has, naming it where that is known', async () => {
    const spec = await wish();
    await take(spec.localPort ?? 0);
    const owner = process.platform === 'linux' ? `^${basename(process.execPath)} \\(${process.pid}\\)$` : 'another';
    await expect(forwards.start(spec)).rejects.toMatchObject({
      failure: { code: 'port-in-use', params: { process: expect.stringMatching(owner) as unknown } },
    });
    expect(forwards.views.items.size).toBe(0);
    expect(remembered.at(-1) ?? []).toEqual([]);
  });

  test('moves on from a taken wish where that is allowed, and says so', async () => {
    const spec = await wish();
    await take(spec.localPort ?? 0);
    const { local } = await forwards.start(spec, { exact: false });
    expect(local?.port).not.toBe(spec.localPort);
    expect(local).toMatchObject({ wanted: spec.localPort, taken: { code: 'port-in-use' } });
  });

  test.each<[string, (target: TestTarget) => void, string]>([
    ['does not exist', (target) => target.service.set({ state: 'gone' }), 'service-gone'],
    ['lacks the port', (target) => target.set(['a'], { ports: [] }), 'service-without-port'],
    [
      'is an ExternalName',
      (target) => target.set([], { type: 'ExternalName', externalName: 'db.example.org' }),
      'forward-external',
    ],
    [
      'is not reachable',
      (target) => target.trouble.set(failure('unreachable', { server: 'https://kind', detail: 'refused' })),
      'unreachable',
    ],
  ])('fails when the Service %s, and leaves nothing behind', async (_, knows, code) => {
    prepare = knows;
    await expect(forwards.start(web)).rejects.toMatchObject({ failure: { code } });
    expect(forwards.views.items.size).toBe(0);
    expect(targets.map(({ closed }) => closed)).toEqual([true]);
    expect(clock.sleeping).toBe(0);
  });

  test('waits to hear what the Service is, but not for ever', async () => {
    prepare = () => undefined;
    const slow = forwards.start(web);
    await until(() => targets.length === 1);
    targets[0]?.set(['a']);
    expect((await slow).state).toEqual({ state: 'listening' });
    const never = forwards.start({ ...web, name: 'silent' });
    const refusal = expect(never).rejects.toMatchObject({ failure: { code: 'timeout' } });
    await until(() => targets.length === 2);
    await clock.advance(10_000);
    await refusal;
  });

  test('fails for a context that is not there', async () => {
    await expect(forwards.start({ ...web, context: 'nowhere' })).rejects.toMatchObject({
      failure: { code: 'context-unknown' },
    });
  });
});

describe('stopping', () => {
  test('frees the port, ends the connections and forgets the forward', async () => {
    const spec = await wish();
    const { key } = await forwards.start(spec);
    const client = new Client(spec.localPort ?? 0);
    await until(() => server.connections.length === 1);
    await forwards.stop(key);
    await until(() => client.ended !== undefined && server.sessions.size === 0);
    expect(forwards.views.items.size).toBe(0);
    expect(remembered.at(-1)).toEqual([]);
    await take(spec.localPort ?? 0);
    client.socket.destroy();
  });

  test('what is not there is an error', async () => {
    await expect(forwards.stop('7')).rejects.toMatchObject({ failure: { code: 'forward-unknown' } });
  });

  test('all, at the end of the app, does not forget them', async () => {
    const spec = await wish();
    await forwards.start(spec);
    await forwards.close();
    expect(remembered.at(-1)).toEqual([spec]);
    await take(spec.localPort ?? 0);
  });
});

describe('changing', () => {
  test('is shown at once, remembered, and as it was after a restart', async () => {
    const spec = await wish();
    const { key } = await forwards.start(spec);
    const wishes = { balance: 'weighted', weights: { a: 3 }, drained: ['b'], pinned: [], asNode: '' } as const;
    forwards.change(key, wishes);
    expect(forwards.views.items.get(key)).toMatchObject({
      policy: 'weighted',
      endpoints: [{ pod: 'a', weight: 3, state: 'ready' }],
    });
    expect(remembered.at(-1)).toEqual([{ ...spec, ...wishes }]);
    await forwards.stop(key);
    forwards.restore([{ ...spec, ...wishes }]);
    await until(() => [...forwards.views.items.values()][0]?.state.state === 'listening');
    expect([...forwards.views.items.values()]).toMatchObject([{ policy: 'weighted', endpoints: [{ weight: 3 }] }]);
  });

  test('leaves as it is what is not said', async () => {
    const { key } = await forwards.start({ ...web, balance: 'first', drained: ['b'] });
    forwards.change(key, { weights: { a: 2 } });
    expect(forwards.views.items.get(key)?.spec).toMatchObject({ balance: 'first', drained: ['b'], weights: { a: 2 } });
  });

  test('what is not there is an error', () => {
    expect(() => forwards.change('7', { balance: 'random' })).toThrow(/forward-unknown/);
  });
});

describe('restoring', () => {
  test('opens the ports at once, and is ready when the cluster answers', async () => {
    prepare = () => undefined;
    const spec = await wish();
    forwards.restore([spec]);
    await until(() => [...forwards.views.items.values()][0]?.local?.port === spec.localPort);
    const state = () => [...forwards.views.items.values()][0]?.state;
    expect(state()).toEqual({ state: 'starting' });
    const away = failure('unreachable', { server: 'https://kind', detail: 'refused' });
    targets[0]?.trouble.set(away);
    expect(state()).toEqual({ state: 'holding', failure: away });
    targets[0]?.trouble.set(undefined);
    targets[0]?.set(['a']);
    expect(state()).toEqual({ state: 'listening' });
  });

  test('lists what cannot be opened as failed, with why, and starts it anew when asked', async () => {
    const spec = await wish();
    await take(spec.localPort ?? 0);
    forwards.restore([spec, { ...web, context: 'nowhere', localPort: 1 }]);
    await until(() => [...forwards.views.items.values()][0]?.state.state === 'failed');
    expect([...forwards.views.items.values()]).toMatchObject([{ state: { failure: { code: 'port-in-use' } } }]);
    await expect(forwards.start(spec)).rejects.toMatchObject({ failure: { code: 'port-in-use' } });
    expect([...forwards.views.items.values()]).toMatchObject([{ spec, state: { state: 'failed' } }]);
    const [[key] = []] = [...forwards.views.items];
    const again = await forwards.start(web);
    expect(again).toMatchObject({ key, state: { state: 'listening' } });
    expect(forwards.views.items.size).toBe(1);
    expect(targets.map(({ closed }) => closed)).toEqual([true, true, false]);
  });
});

test('a forward of a context that is not there now is kept, and opens when it is', async () => {
  const spec = await wish();
  const away = { ...(await wish()), context: 'nowhere' };
  forwards.restore([spec, away]);
  await until(() => remembered.length > 0);
  expect(remembered.at(-1)).toEqual([spec, away]);
  isThere = true;
  forwards.resume();
  await until(() => remembered.length > 1);
  expect(remembered.at(-1)).toEqual([spec, away]);
  expect([...forwards.views.items.values()]).toMatchObject([{ spec }, { spec: away }]);
});

test('counters are told at most every 250 ms, states at once', async () => {
  const spec = await wish();
  const { key } = await forwards.start(spec);
  let told = 0;
  forwards.views.subscribe(() => told++);
  const clients = Array.from({ length: 5 }, () => new Client(spec.localPort ?? 0));
  await until(() => server.connections.length === 5);
  expect(told).toBe(0);
  await clock.advance(250);
  expect(told).toBe(1);
  expect(forwards.views.items.get(key)?.connections).toMatchObject({ live: 5, total: 5 });
  targets[0]?.set([]);
  expect(told).toBeGreaterThan(1);
  expect(forwards.views.items.get(key)?.state).toMatchObject({ failure: { code: 'no-endpoints' } });
  for (const { socket } of clients) socket.destroy();
});
