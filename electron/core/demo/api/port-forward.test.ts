import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { type Duplex, PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../../shared/failure.ts';
import { systemClock } from '../../clock.ts';
import { ping } from '../../forward/spdy/frames.ts';
import { dialPod } from '../../forward/dial-pod.ts';
import type { PodSession } from '../../forward/pod-stream.ts';
import { useSandbox } from '../../testing/api-sandbox.ts';
import { contextOf } from '../../testing/context-samples.ts';
import type { Kubelet } from '../kubelet.ts';
import { DemoApiBench, idleKubelet } from '../testing/demo-api.ts';

const sandbox = useSandbox();
const POD = '/api/v1/namespaces/shop/pods/web/portforward';
const REFUSED =
  'failed to connect to localhost:81 inside namespace "x": dial tcp4 127.0.0.1:81: connect: connection refused';
let bench: DemoApiBench;
let endPod: () => void;
let asked: number[];
let connections: Duplex[];

/** Port 80 echoes, and so does 82 as soon as `open82` is called; the others refuse. */
let open82: () => void;
const kubelet: Kubelet = {
  ...idleKubelet,
  connect: async (_pod, port) => {
    asked.push(port);
    if (port === 82) await new Promise<void>((resolve) => (open82 = resolve));
    else if (port !== 80) throw new Error(REFUSED);
    const echo = new PassThrough();
    connections.push(echo);
    return echo;
  },
  onGone: (_pod, listener) => {
    endPod = listener;
    return () => undefined;
  },
};

beforeEach(async () => {
  [asked, connections] = [[], []];
  bench = await DemoApiBench.start({ kubelet, clock: systemClock });
  const containers = [{ name: 'main', image: 'x' }];
  bench.store.create({
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { nodeName: 'node-1', containers },
  });
  bench.store.create({ kind: 'Pod', metadata: { name: 'new', namespace: 'shop' }, spec: { containers } });
});
afterEach(() => bench.close());

async function dial(pod = 'web'): Promise<PodSession> {
  const ca = Buffer.from(bench.api.ca).toString('base64');
  const entry = contextOf({ server: bench.api.url, 'certificate-authority-data': ca }, { token: bench.api.token });
  const { signal } = new AbortController();
  return sandbox.owns(
    await dialPod({ api: sandbox.open(entry), clock: systemClock, namespace: 'shop', pod, port: 80, signal, isSpare: false }),
  );
}

async function all(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('the app', () => {
  test('gets bytes both ways as they are, over many streams at once', async () => {
    const session = await dial();
    const sent = [3_000_000, 17, 0, 400_000].map((size) => randomBytes(size));
    const received = await Promise.all(
      sent.map((bytes) => {
        const stream = session.open(80);
        stream.end(bytes);
        return all(stream);
      }),
    );
    expect(received.map((bytes, index) => bytes.equals(sent[index] ?? Buffer.alloc(1)))).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  test('is told why the pod can not be reached', async () => {
    const { uid } = bench.store.get({ kind: 'Pod', namespace: 'shop', name: 'web' })?.metadata ?? {};
    const error: unknown = await (await dial()).open(81).answered.catch((one: unknown) => one);
    expect(error).toBeInstanceOf(AppError);
    expect(JSON.stringify((error as AppError).failure)).toContain('connection refused');
    expect(uid).toBeDefined();
  });

  test('may write before the pod has answered', async () => {
    const stream = (await dial()).open(82);
    stream.end('early');
    await expect.poll(() => asked).toEqual([82]);
    open82();
    expect((await all(stream)).toString()).toBe('early');
  });

  test('loses the session with the pod, and its connections', async () => {
    const session = await dial();
    const stream = session.open(80);
    stream.on('error', () => undefined);
    stream.write('x');
    await stream.answered;
    endPod();
    await expect.poll(() => session.ended).toBe(true);
    expect(connections[0]?.destroyed).toBe(true);
  });

  test('hears of a pod that is not there, or not on a node', async () => {
    await expect(dial('nope')).rejects.toMatchObject({ failure: { code: 'pod-gone' } });
    await expect(dial('new')).rejects.toThrow();
  });
});

describe('kubectl', () => {
  /** As kubectl asks: with a name that WebSocket libraries take for no name. */
  const open = (protocol: string): Promise<{ status: number | undefined; protocol: unknown; socket?: Duplex }> =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${bench.api.token}`,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-key': randomBytes(16).toString('base64'),
        'sec-websocket-version': '13',
        'sec-websocket-protocol': protocol,
      };
      const outgoing = request(bench.api.url + POD, { ca: bench.api.ca, headers });
      const found = ({ statusCode: status, headers: own }: IncomingMessage, socket?: Duplex): void =>
        resolve({ status, protocol: own['sec-websocket-protocol'], ...(socket && { socket }) });
      outgoing
        .on('upgrade', found)
        .on('response', (answer) => found(answer))
        .on('error', reject)
        .end();
    });

  test('has its SPDY carried in a WebSocket', async () => {
    const { status, protocol, socket } = await open('SPDY/3.1+portforward.k8s.io');
    expect([status, protocol]).toEqual([101, 'SPDY/3.1+portforward.k8s.io']);
    // One binary message, masked with zeros.
    socket?.write(Buffer.concat([Buffer.from([0x82, 0x80 + 12, 0, 0, 0, 0]), ping(1)]));
    const answer = await new Promise<Buffer>((resolve) => socket?.once('data', resolve));
    expect(answer).toEqual(Buffer.concat([Buffer.from([0x82, 12]), ping(1)]));
    socket?.destroy();
  });

  test('is refused another protocol', async () => {
    expect(await open('v4.channel.k8s.io')).toMatchObject({ status: 400 });
  });

  test.each([
    ['web', 400, 'Upgrade request required'],
    ['new', 400, 'pod new does not have a host assigned'],
    ['nope', 404, 'pods "nope" not found'],
  ])('is told what is wrong with a plain request for %s', async (pod, status, message) => {
    const reply = await bench.send('POST', `/api/v1/namespaces/shop/pods/${pod}/portforward`);
    expect([reply.status, reply.body['message']]).toEqual([status, message]);
  });
});

test('who does not know the token gets no upgrade', async () => {
  const headers = { connection: 'Upgrade', upgrade: 'SPDY/3.1', 'x-stream-protocol-version': 'portforward.k8s.io' };
  const status = await new Promise((resolve, reject) => {
    const outgoing = request(bench.api.url + POD, { method: 'POST', ca: bench.api.ca, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    outgoing.on('upgrade', () => reject(new Error('upgraded')));
    outgoing.on('error', reject).end();
  });
  expect(status).toBe(403);
});
