import { duplexPair, type Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fail } from '../../../../shared/failure.ts';
import type { Upgraded } from '../../kube/api.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { until } from '../../testing/until.ts';
import { LegacyStream } from './legacy-stream.ts';

let clock: FakeClock;
let server: Duplex;
let heard: Buffer;
let stream: LegacyStream;
let isClosed: boolean;
let admit: (upgraded: Upgraded) => void;
let refuse: (error: Error) => void;

beforeEach(() => {
  clock = new FakeClock();
  heard = Buffer.alloc(0);
  isClosed = false;
  stream = new LegacyStream({
    clock,
    server: 'server',
    pod: 'shop/web-0',
    port: 8080,
    connect: () => new Promise((resolve, reject) => ([admit, refuse] = [resolve, reject])),
    onClose: () => (isClosed = true),
  });
});
afterEach(() => stream.destroy());

function open(head: Buffer = Buffer.alloc(0)): void {
  const [near, far] = duplexPair();
  server = far;
  server.on('data', (chunk: Buffer) => (heard = Buffer.concat([heard, chunk])));
  server.on('error', () => undefined);
  admit({ socket: near, head, headers: {} });
}

/** A server's binary message. */
function message(channel: number, bytes: string | Buffer): Buffer {
  return Buffer.concat([Buffer.of(0x82, bytes.length + 1, channel), Buffer.from(bytes)]);
}

const port = Buffer.of(0x90, 0x1f);
const prefixes = Buffer.concat([message(0, port), message(1, port)]);
const closing = Buffer.of(0x88, 0);

async function all(): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

test('what was written before the WebSocket is there goes out when it is, in binary messages of channel 0', async () => {
  stream.write('hello');
  expect(stream.reached).toBe(false);
  open();
  await until(() => heard.length > 0);
  expect(heard).toEqual(Buffer.concat([Buffer.of(0x82, 0x86, 0, 0, 0, 0, 0), Buffer.from('hello')]));
  expect(stream.reached).toBe(true);
});

test.each([1, 2, 3, 5, 100])('an answer is read without the ports before it, in pieces of %d bytes', async (size) => {
  const bytes = Buffer.concat([prefixes, message(0, 'hel'), message(0, 'lo'), closing]);
  open(bytes.subarray(0, size));
  await until(() => stream.reached);
  for (let at = size; at < bytes.length; at += size) server.write(bytes.subarray(at, at + size));
  expect(await all()).toBe('hello');
});

test('an end without a byte is an answer of none', async () => {
  open(Buffer.concat([prefixes, closing]));
  expect(await stream.answered).toBe('end');
});

test('what goes wrong in the pod is told when the WebSocket ends', async () => {
  open(prefixes);
  await until(() => stream.reached);
  server.write(message(1, 'error forwarding port 8080 to pod x, uid : dial: connection refused'));
  server.write(closing);
  await expect(stream.answered).rejects.toMatchObject({ failure: { code: 'pod-refused', params: { port: 8080 } } });
  expect(stream.reached).toBe(false);
});

test('a WebSocket that is refused is the failure', async () => {
  stream.write('hello');
  refuse(fail('server-error', { server: 'server', status: 400, detail: 'no' }));
  await expect(stream.answered).rejects.toMatchObject({ failure: { code: 'server-error' } });
  await until(() => isClosed);
});

test.each<[what: string, act: () => unknown, detail: string]>([
  ['is cut in the middle of a message', () => server.end(Buffer.of(0x82, 9, 0, 1)), 'closed by the server'],
  ['says nonsense', () => server.write(Buffer.alloc(8, 0xff)), 'not a WebSocket with binary messages'],
])('a WebSocket that %s is a connection that was cut', async (_what, act, detail) => {
  open(prefixes);
  await until(() => stream.reached);
  act();
  await expect(all()).rejects.toMatchObject({ failure: { code: 'stream-cut', params: { detail } } });
  await until(() => isClosed);
});

test('a server that is silent is asked for a sign of life, and given up after two', async () => {
  open(prefixes);
  await until(() => stream.reached);
  await clock.advance(20_000);
  await until(() => heard.equals(Buffer.of(0x89, 0x80, 0, 0, 0, 0)));
  server.write(Buffer.of(0x8a, 0));
  await clock.advance(10_000);
  expect(stream.destroyed).toBe(false);
  await clock.advance(40_000);
  await expect(stream.answered).rejects.toMatchObject({ failure: { code: 'stream-cut' } });
  expect(clock.sleeping).toBe(0);
});

test('a ping is answered', async () => {
  open(prefixes);
  await until(() => stream.reached);
  server.write(Buffer.of(0x89, 1, 7));
  await until(() => heard.equals(Buffer.of(0x8a, 0x81, 0, 0, 0, 0, 7)));
});

test('a slow reader makes the server wait', async () => {
  open(prefixes);
  await until(() => stream.reached);
  const piece = Buffer.concat([Buffer.of(0x82, 126, 0xff, 0xff, 0), Buffer.alloc(0xfffe)]);
  let sent = 0;
  while (sent < 100 && server.write(piece)) {
    sent += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(sent).toBeLessThan(20);
  expect(stream.readableLength).toBeLessThan(1024 * 1024);
});

test('the end of the client is that of the WebSocket', async () => {
  stream.end('bye');
  open(prefixes);
  await until(() => heard.subarray(-6).equals(Buffer.of(0x88, 0x80, 0, 0, 0, 0)));
});

test('given up before the WebSocket is there, it closes it', async () => {
  stream.destroy();
  open();
  await until(() => server.destroyed || server.readableEnded);
  expect(isClosed).toBe(true);
});
