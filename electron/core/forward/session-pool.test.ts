import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { serverFrame } from '../testing/spdy-frames.ts';
import { refuse, SpdyServer, stall } from '../testing/spdy-server.ts';
import { until } from '../testing/until.ts';
import type { PodStream, PodTarget } from './pod-stream.ts';
import { SessionPool } from './session-pool.ts';
import { dialPod } from './dial-pod.ts';

let server: SpdyServer;
let clock: FakeClock;
let pool: SessionPool;
const web: PodTarget = { namespace: 'shop', pod: 'web-0', uid: 'first' };
const wanted = new AbortController().signal;

beforeEach(async () => {
  server = await SpdyServer.start();
  server.pods.set('shop/web-0', stall);
  clock = new FakeClock();
  const { api } = server;
  pool = new SessionPool({ clock, dial: (target, dialling) => dialPod({ ...target, ...dialling, api, clock }) });
});

afterEach(async () => {
  pool.close();
  await server.stop();
});

const open = (count: number, target = web): Promise<PodStream[]> =>
  Promise.all(Array.from({ length: count }, () => pool.open(target, 8080, wanted)));
const connected = (count: number): Promise<void> => until(() => server.connections.length === count);

const write = (n: number, size: number): void => server.connections[n]?.write(Buffer.alloc(size));

test('connections asked for at the same time share one session', async () => {
  await open(4);
  await connected(4);
  expect(server.dials).toBe(1);
});

test('a session carries five connections, the next ones get another, and free places are used again', async () => {
  const streams = await open(11);
  await connected(11);
  expect(server.dials).toBe(3);
  for (const stream of streams.slice(0, 3)) stream.destroy();
  await open(3);
  await connected(14);
  expect(server.dials).toBe(3);
});

test('a connection whose client has nothing more to say leaves its place to others', async () => {
  for (let n = 0; n < 12; n++) (await open(1))[0]?.linger();
  await connected(12);
  expect(server.dials).toBe(1);
});

test('a full session has a spare one beside it before the next connection is asked for', async () => {
  await open(5);
  await until(() => server.sessions.size === 2);
  await open(5);
  await connected(10);
  await until(() => server.sessions.size === 3);
  expect(server.dials).toBe(3);
});

test('a stalled reader keeps no new connection waiting', async () => {
  await open(1);
  await connected(1);
  write(0, 1024 * 1024);
  await until(() => server.sessions.size === 2);
  write(0, 16 * 1024 * 1024);
  const [next] = await open(1);
  await connected(2);
  write(1, 1);
  await next?.answered;
});

test('a bulk transfer gets its session to itself, and gives it back at its end', async () => {
  const [bulk] = await open(1);
  bulk?.resume();
  await connected(1);
  write(0, 5 * 1024 * 1024);
  await until(() => server.sessions.size === 2);
  await open(1);
  bulk?.destroy();
  await open(8);
  await connected(10);
  expect(server.dials).toBe(2);
});

test('a bulk upload does so too', async () => {
  const [bulk] = await open(1);
  await connected(1);
  bulk?.write(Buffer.alloc(5 * 1024 * 1024));
  await until(() => server.sessions.size === 2);
});

test('without a spare session a busy one serves', async () => {
  await open(1);
  await connected(1);
  server.refusal = { status: 503, message: 'away' };
  const failing = server.dials;
  write(0, 300 * 1024);
  await until(() => server.dials > failing);
  await open(1);
  await connected(2);
  expect(server.sessions.size).toBe(1);
});

test('a spare session that could not be had is not asked for at every change', async () => {
  const [bulk] = await open(1);
  await connected(1);
  server.refusal = { status: 503, message: 'away' };
  write(0, 300 * 1024);
  await until(() => server.dials === 3);
  for (let n = 0; n < 3; n++) (await open(1))[0]?.destroy();
  const asked = server.dials;
  bulk?.destroy();
  await until(() => bulk?.closed === true);
  expect(server.dials).toBe(asked);
});

test('with sixteen sessions to a pod more connections share them', async () => {
  await open(100);
  await connected(100);
  expect(server.dials).toBe(16);
});

test('after a sleep of the computer new connections get a new session, until the old one was heard of', async () => {
  const streams = await open(1);
  await connected(1);
  clock.jump(60_000);
  streams.push(...(await open(1)));
  await connected(2);
  expect(server.dials).toBe(2);
  await clock.advance(0);
  const pings = (): number => [...server.sessions].reduce((sum, { pings: sent }) => sum + sent.length, 0);
  await until(() => pings() === 1);
  write(0, 1);
  write(1, 1);
  await until(() => streams.every(({ readableLength }) => readableLength === 1));
  await clock.advance(3_000);
  await open(4);
  await connected(6);
  expect(server.dials).toBe(2);
});

test('a successor of the same name is another pod', async () => {
  await open(1);
  await open(1, { ...web, uid: 'second' });
  expect(server.dials).toBe(2);
});

/** Lets time pass as it does: the server is heard of again and again. */
async function pass(seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left -= 10) {
    await clock.advance(Math.min(left, 10) * 1000);
    const echoes = (): number => [...server.sessions].reduce((sum, { pings }) => sum + pings.length, 0);
    const before = echoes();
    server.say(serverFrame.ping(2));
    await until(() => server.sessions.size === 0 || echoes() > before);
  }
}

test('a session is not idle as long as such a connection waits for its answer', async () => {
  const [stream] = await open(1);
  await connected(1);
  stream?.linger();
  await pass(600);
  expect(stream?.destroyed).toBe(false);
});

test('a session is closed 5 min after its last connection, and kept by a new one', async () => {
  const [first] = await open(1);
  first?.destroy();
  await pass(299);
  const [second] = await open(1);
  expect(server.dials).toBe(1);
  await pass(400);
  expect(server.sessions.size).toBe(1);
  second?.destroy();
  await pass(299);
  expect(server.sessions.size).toBe(1);
  await pass(1);
  await until(() => server.sessions.size === 0);
});

test('a session that was cut is replaced for the next connection', async () => {
  const [stream] = await open(1);
  server.cut();
  await until(() => stream?.destroyed === true);
  await open(1);
  expect(server.dials).toBe(2);
});

test('a session that the server wants to end gets no new connection', async () => {
  await open(1);
  await connected(1);
  server.say(Buffer.concat([serverFrame.goAway(), serverFrame.ping(2)]));
  await until(() => [...server.sessions].some(({ pings }) => pings.includes(2)));
  await open(1);
  expect(server.dials).toBe(2);
});

test('a connection that the pod refuses leaves its session to the others', async () => {
  server.pods.set('shop/web-0', refuse);
  const [stream] = await open(1);
  await expect(stream?.answered).rejects.toMatchObject({ failure: { code: 'pod-refused' } });
  await open(1);
  expect(server.dials).toBe(1);
});

test('all who wait for a session hear why there is none, and the next one tries again', async () => {
  server.pods.clear();
  const gone = { failure: { code: 'pod-gone' } };
  await Promise.all(
    [pool.open(web, 1, wanted), pool.open(web, 2, wanted)].map((asked) => expect(asked).rejects.toMatchObject(gone)),
  );
  server.pods.set('shop/web-0', stall);
  await open(1);
});

test('who does not want to wait any more takes nobody else along', async () => {
  const impatient = new AbortController();
  const first = pool.open(web, 8080, impatient.signal);
  const second = pool.open(web, 8080, wanted);
  impatient.abort(new Error('enough'));
  await expect(first).rejects.toThrow('enough');
  await second;
  await connected(1);
  expect(server.dials).toBe(1);
});

test('closing ends the sessions and refuses those who wait', async () => {
  await open(1);
  const late = pool.open({ ...web, uid: 'second' }, 8080, wanted);
  pool.close();
  await expect(late).rejects.toThrow();
  await until(() => server.sessions.size === 0);
  expect(clock.sleeping).toBe(0);
});

test('after a session that could not be had in advance none is asked for in advance for a while', async () => {
  const gone = { namespace: 'shop', pod: 'gone', uid: 'other' };
  pool.warm(gone, 8080);
  await expect(pool.open(gone, 8080, wanted)).rejects.toMatchObject({ failure: { code: 'pod-gone' } });
  expect(server.dials).toBe(1);
  pool.warm(web, 8080);
  await clock.advance(9_999);
  pool.warm(web, 8080);
  await clock.advance(1);
  expect(server.dials).toBe(1);
  pool.warm(web, 8080);
  pool.warm(web, 8080);
  await until(() => server.sessions.size === 1);
  await open(1);
  expect(server.dials).toBe(2);
});

test('of the sessions that are idle one is kept for long', async () => {
  const streams = await open(11);
  await until(() => server.sessions.size === 3);
  for (const stream of streams) stream.destroy();
  await clock.advance(29_000);
  expect(server.sessions.size).toBe(3);
  await clock.advance(1_000);
  await until(() => server.sessions.size === 1);
  await open(1);
  expect(server.dials).toBe(3);
});
