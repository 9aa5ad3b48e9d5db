import { createHash, randomBytes } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/failure.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { serverFrame } from '../../testing/spdy-frames.ts';
import { backend, refuse, SpdyServer, stall } from '../../testing/spdy-server.ts';
import { until } from '../../testing/until.ts';
import type { PodStream } from '../pod-stream.ts';
import { dialPod } from '../dial-pod.ts';
import type { PodSession } from '../pod-stream.ts';

let server: SpdyServer;
let clock: FakeClock;
let session: PodSession;
const failureOf = (error: unknown): unknown => (error instanceof AppError ? error.failure : error);
const dial = (pod = 'web-0'): Promise<PodSession> =>
  dialPod({
    api: server.api,
    clock,
    namespace: 'shop',
    pod,
    port: 80,
    signal: new AbortController().signal,
    isSpare: false,
  });

async function text(stream: PodStream): Promise<string> {
  let all = '';
  for await (const chunk of stream) all += String(chunk);
  return all;
}

beforeEach(async () => {
  server = await SpdyServer.start();
  clock = new FakeClock();
  server.pods.set('shop/web-0', stall);
  session = await dial();
});

afterEach(async () => {
  session.close();
  await server.stop();
});

const connection = async (n = 0) => {
  await until(() => server.connections.length > n);
  const found = server.connections[n];
  if (!found) throw new Error('no connection');
  return found;
};

describe('a session', () => {
  it('carries bytes both ways as they are, 10 MB at once', async () => {
    const echo = createServer((socket) => socket.pipe(socket));
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
    server.pods.set('shop/web-0', backend((echo.address() as AddressInfo).port));
    const sent = randomBytes(10_000_000);
    const stream = session.open(8080);
    stream.write(sent);
    const hash = createHash('sha256');
    let length = 0;
    for await (const chunk of stream) {
      hash.update(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length === sent.length) break;
    }
    expect(hash.digest('hex')).toBe(createHash('sha256').update(sent).digest('hex'));
    echo.close();
  });

  it('asks for a port by stream, with data before any answer', async () => {
    server.lateReplies = true;
    session.open(8080).write('hello');
    const { port, received } = await connection();
    expect(port).toBe(8080);
    await until(() => server.connections[0]?.received.toString() === 'hello');
    expect(received).toBeDefined();
  });

  it('knows that nothing has reached the app until the node has taken the stream', async () => {
    server.lateReplies = true;
    const stream = session.open(8080);
    await connection();
    expect(stream.reached).toBe(false);
    server.sendReplies();
    await until(() => stream.reached);
  });

  it('ends a stream for reading when the pod has ended it, and still writes', async () => {
    const stream = session.open(8080);
    const pod = await connection();
    pod.write('last words');
    pod.end();
    expect(await text(stream)).toBe('last words');
  });

  it('tells the pod of the end of what is written', async () => {
    const stream = session.open(8080);
    stream.end('bye');
    const pod = await connection();
    await until(() => pod.finished);
    expect(pod.received.toString()).toBe('bye');
    expect(stream.readableEnded).toBe(false);
  });

  it('resets a stream that is given up, and ignores what still comes for it', async () => {
    const stream = session.open(8080);
    const pod = await connection();
    stream.destroy();
    await until(() => pod.resetStatus !== undefined);
    expect(pod.resetStatus).toBe(5);
    pod.write('too late');
    pod.fail('too late');
    const next = session.open(8080);
    (await connection(1)).write('fine');
    await next.answered;
    expect(session.ended).toBe(false);
  });

  it('fails a stream by what the node says of it, and no other stream', async () => {
    const other = session.open(8080);
    const pod = await connection();
    server.pods.set('shop/web-0', refuse);
    const refused = session.open(81);
    await expect(refused.answered.catch(failureOf)).resolves.toEqual({
      code: 'pod-refused',
      params: { pod: 'shop/web-0', port: 81, detail: 'connection refused' },
    });
    expect(refused.reached).toBe(false);
    pod.write('still here');
    pod.end();
    expect(await text(other)).toBe('still here');
    expect(session.accepting).toBe(true);
  });

  it('hands out what came before a failure, then fails', async () => {
    const stream = session.open(8080);
    const pod = await connection();
    pod.write('half an answ');
    pod.fail('error forwarding port 8080 to pod x, uid : read tcp4 1->2: read: connection reset by peer');
    await until(() => stream.readableLength > 0);
    const chunks: string[] = [];
    stream.on('data', (chunk) => chunks.push(String(chunk)));
    const error = await new Promise((resolve) => stream.on('error', resolve));
    expect(chunks).toEqual(['half an answ']);
    expect(failureOf(error)).toMatchObject({ code: 'forward-failed' });
    expect(stream.reached).toBe(true);
  });

  it('fails a stream that the node resets', async () => {
    const stream = session.open(8080);
    (await connection()).reset(3);
    await expect(stream.answered.catch(failureOf)).resolves.toMatchObject({ code: 'forward-failed' });
  });

  it('fails all its streams when it is cut, and says so', async () => {
    const streams = [session.open(8080), session.open(8080)];
    await connection(1);
    let changed = 0;
    session.onChange(() => changed++);
    server.cut();
    for (const { answered } of streams)
      await expect(answered.catch(failureOf)).resolves.toMatchObject({ code: 'stream-cut' });
    expect(session.ended).toBe(true);
    expect(changed).toBeGreaterThan(0);
    await expect(session.open(8080).answered).rejects.toThrow();
  });

  it('takes no new streams when the server goes away, and closes after the last one', async () => {
    const stream = session.open(8080);
    const pod = await connection();
    server.say(serverFrame.goAway());
    await until(() => !session.accepting);
    expect(session.ended).toBe(false);
    pod.write('done');
    pod.end();
    expect(await text(stream)).toBe('done');
    stream.end();
    await until(() => session.ended);
  });

  it('ends when the server says what is not SPDY', async () => {
    const stream = session.open(8080);
    await connection();
    server.say(Buffer.from([0x80, 0x02, 0, 2, 0, 0, 0, 0]));
    await expect(stream.answered.catch(failureOf)).resolves.toMatchObject({ code: 'stream-cut' });
  });

  it('makes the server wait for a slow reader and loses nothing', async () => {
    const size = 12_000_000;
    const stream = session.open(8080);
    const pod = await connection();
    const sent = randomBytes(size);
    for (let at = 0; at < size; at += 100_000) pod.write(sent.subarray(at, at + 100_000));
    pod.end();
    await until(() => stream.readableLength > 1_000_000);
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(stream.readableLength).toBeLessThan(2_000_000);
    const hash = createHash('sha256');
    for await (const chunk of stream) hash.update(chunk as Buffer);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(sent).digest('hex'));
  });

  it('makes the writer wait when the server does not read', async () => {
    const stream = session.open(8080);
    await connection();
    for (const { socket } of server.sessions) socket.pause();
    let taken = 0;
    const chunk = Buffer.alloc(1_000_000);
    const write = (): boolean => {
      taken += chunk.length;
      return stream.write(chunk);
    };
    for (let n = 0; n < 100; n++) {
      if (!write() && !(await drained(stream))) break;
    }
    expect(taken).toBeLessThan(50_000_000);
    for (const { socket } of server.sessions) socket.resume();
    await until(() => stream.writableLength === 0);
  });
});

/** Whether the stream takes more within some turns of the event loop. */
async function drained(stream: PodStream): Promise<boolean> {
  for (let turn = 0; turn < 100 && stream.writableNeedDrain; turn++)
    await new Promise((resolve) => setImmediate(resolve));
  return !stream.writableNeedDrain;
}

describe('pings', () => {
  const pings = (): number[] => [...server.sessions].flatMap((one) => one.pings);

  it('are sent only when nothing was heard for a while', async () => {
    const stream = session.open(8080);
    const pod = await connection();
    pod.write('x');
    await stream.answered;
    await clock.advance(10_000);
    expect(pings()).toEqual([]);
    await clock.advance(10_000);
    await until(() => pings().length === 1);
    expect(pings()).toEqual([1]);
  });

  it('that stay unanswered twice end the session', async () => {
    server.mute = true;
    const stream = session.open(8080);
    // What the server has to say must be heard before it falls silent.
    await until(() => stream.reached);
    await clock.advance(10_000);
    for (const count of [1, 2]) {
      await clock.advance(10_000);
      await until(() => pings().length === count);
      expect(session.ended).toBe(false);
    }
    await clock.advance(10_000);
    await expect(stream.answered.catch(failureOf)).resolves.toMatchObject({
      code: 'stream-cut',
      params: { detail: 'no answer to 2 pings' },
    });
  });

  it('find out after a sleep of the computer whether the server is still there', async () => {
    const stream = session.open(8080);
    await until(() => stream.reached);
    clock.jump(60_000);
    expect(session.accepting).toBe(false);
    await clock.advance(0);
    await until(() => pings().length === 1);
    await connection().then((pod) => pod.write('x'));
    await stream.answered;
    await clock.advance(3_000);
    expect(session.ended).toBe(false);
    expect(session.accepting).toBe(true);
  });

  it('that stay unanswered after such a sleep end the session at once', async () => {
    server.mute = true;
    const stream = session.open(8080);
    await until(() => stream.reached);
    clock.jump(60_000);
    await clock.advance(3_000);
    await expect(stream.answered.catch(failureOf)).resolves.toMatchObject({
      code: 'stream-cut',
      params: { detail: 'no answer after the computer slept' },
    });
  });

  it('of the server are echoed', async () => {
    server.say(serverFrame.ping(2));
    await until(() => pings().length === 1);
    expect(pings()).toEqual([2]);
  });
});

describe('dialPod', () => {
  it('says that a pod which does not exist is gone', async () => {
    await expect(dial('web-9').catch(failureOf)).resolves.toEqual({ code: 'pod-gone', params: { pod: 'shop/web-9' } });
  });

  it('passes on why the server does not switch protocols', async () => {
    server.refusal = { status: 403, message: 'no' };
    await expect(dial().catch(failureOf)).resolves.toMatchObject({
      code: 'forbidden',
      params: { verb: 'create', resource: 'pods/portforward', scope: 'shop' },
    });
  });
});
