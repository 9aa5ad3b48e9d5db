import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import type { Kubelet } from '../demo/kubelet.ts';
import { DemoApiBench, idleKubelet } from '../demo/testing/demo-api.ts';
import type { KubeApi } from '../kube/api.ts';
import { failureOf, useSandbox } from '../testing/api-sandbox.ts';
import { base64, contextOf } from '../testing/context-samples.ts';
import { PickyProxy, type UpgradeRefusal } from '../testing/picky-proxy.ts';
import { dialPod, protocolOf } from './dial-pod.ts';
import type { PodSession } from './pod-stream.ts';

const sandbox = useSandbox();
const SPDY = 'SPDY/3.1';
const WEBSOCKET = 'SPDY/3.1+portforward.k8s.io';
const LEGACY = 'v4.channel.k8s.io';
const refusals: Record<string, UpgradeRefusal | undefined> = {};
const kubelet: Kubelet = {
  ...idleKubelet,
  connect: (pod, port) =>
    port === 81 ? Promise.reject(new Error('dial tcp4: connect: connection refused')) : idleKubelet.connect(pod, port),
};
let bench: DemoApiBench;
let proxy: PickyProxy;
let api: KubeApi;

beforeEach(async () => {
  for (const name of Object.keys(refusals)) Reflect.deleteProperty(refusals, name);
  bench = await DemoApiBench.start({ clock: systemClock, kubelet });
  const spec = { nodeName: 'node-1', containers: [{ name: 'main', image: 'x' }] };
  bench.store.create({ kind: 'Pod', metadata: { name: 'web', namespace: 'shop' }, spec });
  proxy = sandbox.owns(await PickyProxy.start(bench.api, (upgrade) => refusals[upgrade]));
  const { token } = bench.api;
  api = sandbox.open(contextOf({ server: proxy.url, 'certificate-authority-data': base64(proxy.ca) }, { token }));
});
afterEach(() => bench.close());

async function dial(port = 80): Promise<PodSession> {
  const { signal } = new AbortController();
  return sandbox.owns(
    await dialPod({ api, clock: systemClock, namespace: 'shop', pod: 'web', port, signal, isSpare: false }),
  );
}

async function echoed(session: PodSession, bytes: Buffer): Promise<Buffer> {
  const stream = session.open(80);
  stream.end(bytes);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** As `echoed`, for what has no half-close. */
async function exchanged(session: PodSession, bytes: Buffer): Promise<Buffer> {
  const stream = session.open(80);
  stream.write(bytes);
  const chunks: Buffer[] = [];
  let length = 0;
  if (bytes.length > 0)
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length === bytes.length) break;
    }
  stream.destroy();
  return Buffer.concat(chunks);
}

function forbidden(verb: string): UpgradeRefusal {
  const message = `pods "web" is forbidden: User "ann" cannot ${verb} resource "pods/portforward" in API group "" in the namespace "shop"`;
  return { status: 403, body: JSON.stringify({ kind: 'Status', code: 403, message }) };
}

test('a server that takes bare SPDY is asked for nothing else', async () => {
  expect((await echoed(await dial(), Buffer.from('hi'))).toString()).toBe('hi');
  expect(protocolOf(api)).toEqual({ name: 'spdy' });
  expect(proxy.asked).toEqual([SPDY]);
});

describe('a WebSocket is taken', () => {
  test.each([
    ['a proxy that knows no SPDY', { status: 400, body: 'unknown upgrade' }, 'server-error'],
    ['a proxy that forbids it in HTML', { status: 403, body: '<html><title>Denied</title></html>' }, 'not-kubernetes'],
    ['a role without create', forbidden('create'), 'forbidden'],
  ])('for %s, and remembered with the reason', async (_name, refusal, code) => {
    refusals[SPDY] = refusal;
    const bytes = [5_000_000, 0, 1, 70_000, 126].map((size) => randomBytes(size));
    const session = await dial();
    const answers = await Promise.all(bytes.map((one) => echoed(session, one)));
    expect(answers.map((answer, index) => answer.equals(bytes[index] ?? randomBytes(1)))).toEqual(
      bytes.map(() => true),
    );
    expect(protocolOf(api)).toMatchObject({ name: 'websocket', reason: { code } });
    await dial();
    expect(proxy.asked).toEqual([SPDY, WEBSOCKET, WEBSOCKET]);
  });

  test('until it is refused and bare SPDY is not', async () => {
    refusals[SPDY] = { status: 400 };
    await dial();
    refusals[SPDY] = undefined;
    refusals[WEBSOCKET] = { status: 502 };
    await dial();
    expect(protocolOf(api)).toEqual({ name: 'spdy' });
  });
});

describe('where both are refused, a WebSocket for each connection', () => {
  const noSpdy = { status: 400, body: 'unknown upgrade' };
  beforeEach(() => {
    refusals[SPDY] = noSpdy;
    refusals[WEBSOCKET] = { status: 403 };
  });

  test('is taken, and remembered with the reason', async () => {
    const session = await dial();
    const bytes = [3_000_000, 1].map((size) => randomBytes(size));
    const answers = await Promise.all(bytes.map((one) => exchanged(session, one)));
    expect(answers.map((answer, index) => answer.equals(bytes[index] ?? randomBytes(1)))).toEqual(
      bytes.map(() => true),
    );
    expect(protocolOf(api)).toMatchObject({ name: 'legacy', reason: { code: 'server-error' } });
    expect(session.live).toBe(0);
    await exchanged(await dial(), Buffer.from('hi'));
    expect(proxy.asked).toEqual([SPDY, WEBSOCKET, LEGACY, LEGACY, LEGACY]);
  });

  test('says what has failed in the pod', async () => {
    const stream = (await dial(81)).open(81);
    expect(await failureOf(stream.answered)).toMatchObject({ code: 'pod-refused', params: { port: 81 } });
    expect(stream.reached).toBe(false);
  });

  test('is given up when it is refused as well, for a way that is not', async () => {
    const session = await dial();
    refusals[LEGACY] = { status: 400 };
    expect(await failureOf(session.open(81).answered)).toMatchObject({ code: 'server-error' });
    expect([session.accepting, session.ended]).toEqual([false, true]);
    expect(await failureOf(dial())).toMatchObject({ code: 'forbidden' });
    refusals[SPDY] = undefined;
    await dial();
    expect(protocolOf(api)).toEqual({ name: 'spdy' });
  });

  test('is not asked for where a node is in trouble', async () => {
    refusals[SPDY] = { status: 500, body: JSON.stringify({ kind: 'Status', message: 'error dialing backend' }) };
    expect(await failureOf(dial())).toMatchObject({ code: 'forbidden' });
    expect(proxy.asked).toEqual([SPDY, WEBSOCKET]);
  });

  test('ends with its session', async () => {
    const session = await dial();
    const stream = session.open(80);
    stream.write('hi');
    await stream.answered;
    session.close();
    await new Promise((resolve) => stream.once('close', resolve));
    expect([session.live, session.ended]).toEqual([0, true]);
  });
});

describe('where both are refused, the failure, the failure names', () => {
  test('the right to create, if both are rights', async () => {
    refusals[SPDY] = forbidden('create');
    refusals[WEBSOCKET] = forbidden('get');
    expect(await failureOf(dial())).toMatchObject({ code: 'forbidden', params: { verb: 'create' } });
  });

  test('the right to get, if a proxy is in the way of bare SPDY', async () => {
    refusals[SPDY] = { status: 400 };
    refusals[WEBSOCKET] = forbidden('get');
    refusals[LEGACY] = forbidden('get');
    expect(await failureOf(dial())).toMatchObject({ code: 'forbidden', params: { verb: 'get', user: 'ann' } });
  });
});

test('a pod that is gone is not looked for in another way', async () => {
  refusals[SPDY] = { status: 404, body: JSON.stringify({ kind: 'Status', message: 'pods "web" not found' }) };
  expect(await failureOf(dial())).toMatchObject({ code: 'pod-gone' });
  expect(proxy.asked).toEqual([SPDY]);
});
