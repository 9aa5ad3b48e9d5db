import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../clock.ts';
import { DemoApiBench } from '../../demo/testing/demo-api.ts';
import type { KubeApi } from '../../kube/api.ts';
import { failureOf, useSandbox } from '../../testing/api-sandbox.ts';
import { base64, contextOf } from '../../testing/context-samples.ts';
import { PickyProxy, type UpgradeRefusal } from '../../testing/picky-proxy.ts';
import { dialPod, protocolOf } from './port-forward.ts';
import type { SpdySession } from './session.ts';

const sandbox = useSandbox();
const refusals: Record<string, UpgradeRefusal | undefined> = {};
let bench: DemoApiBench;
let proxy: PickyProxy;
let api: KubeApi;

beforeEach(async () => {
  for (const name of Object.keys(refusals)) Reflect.deleteProperty(refusals, name);
  bench = await DemoApiBench.start({ clock: systemClock });
  const spec = { nodeName: 'node-1', containers: [{ name: 'main', image: 'x' }] };
  bench.store.create({ kind: 'Pod', metadata: { name: 'web', namespace: 'shop' }, spec });
  proxy = sandbox.owns(await PickyProxy.start(bench.api, (upgrade) => refusals[upgrade]));
  const { token } = bench.api;
  api = sandbox.open(contextOf({ server: proxy.url, 'certificate-authority-data': base64(proxy.ca) }, { token }));
});
afterEach(() => bench.close());

async function dial(): Promise<SpdySession> {
  const { signal } = new AbortController();
  return sandbox.owns(await dialPod({ api, clock: systemClock, namespace: 'shop', pod: 'web', signal }));
}

async function echoed(session: SpdySession, bytes: Buffer): Promise<Buffer> {
  const stream = session.open(80);
  stream.end(bytes);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function forbidden(verb: string): UpgradeRefusal {
  const message = `pods "web" is forbidden: User "ann" cannot ${verb} resource "pods/portforward" in API group "" in the namespace "shop"`;
  return { status: 403, body: JSON.stringify({ kind: 'Status', code: 403, message }) };
}

test('a server that takes bare SPDY is asked for nothing else', async () => {
  expect((await echoed(await dial(), Buffer.from('hi'))).toString()).toBe('hi');
  expect(protocolOf(api)).toEqual({ name: 'spdy' });
  expect(proxy.asked).toEqual(['SPDY/3.1']);
});

describe('a WebSocket is taken', () => {
  test.each([
    ['a proxy that knows no SPDY', { status: 400, body: 'unknown upgrade' }, 'server-error'],
    ['a proxy that forbids it in HTML', { status: 403, body: '<html><title>Denied</title></html>' }, 'not-kubernetes'],
    ['a role without create', forbidden('create'), 'forbidden'],
  ])('for %s, and remembered with the reason', async (_name, refusal, code) => {
    refusals['SPDY/3.1'] = refusal;
    const bytes = [5_000_000, 0, 1, 70_000, 126].map((size) => randomBytes(size));
    const session = await dial();
    const answers = await Promise.all(bytes.map((one) => echoed(session, one)));
    expect(answers.map((answer, index) => answer.equals(bytes[index] ?? randomBytes(1)))).toEqual(
      bytes.map(() => true),
    );
    expect(protocolOf(api)).toMatchObject({ name: 'websocket', reason: { code } });
    await dial();
    expect(proxy.asked).toEqual(['SPDY/3.1', 'websocket', 'websocket']);
  });

  test('until it is refused and bare SPDY is not', async () => {
    refusals['SPDY/3.1'] = { status: 400 };
    await dial();
    refusals['SPDY/3.1'] = undefined;
    refusals['websocket'] = { status: 502 };
    await dial();
    expect(protocolOf(api)).toEqual({ name: 'spdy' });
  });
});

describe('where both are refused, the failure names', () => {
  test('the right to create, if both are rights', async () => {
    refusals['SPDY/3.1'] = forbidden('create');
    refusals['websocket'] = forbidden('get');
    expect(await failureOf(dial())).toMatchObject({ code: 'forbidden', params: { verb: 'create' } });
  });

  test('the right to get, if a proxy is in the way of bare SPDY', async () => {
    refusals['SPDY/3.1'] = { status: 400 };
    refusals['websocket'] = forbidden('get');
    expect(await failureOf(dial())).toMatchObject({ code: 'forbidden', params: { verb: 'get', user: 'ann' } });
  });
});

test('a pod that is gone is not looked for in another way', async () => {
  refusals['SPDY/3.1'] = { status: 404, body: JSON.stringify({ kind: 'Status', message: 'pods "web" not found' }) };
  expect(await failureOf(dial())).toMatchObject({ code: 'pod-gone' });
  expect(proxy.asked).toEqual(['SPDY/3.1']);
});
