import { describe, expect } from 'vitest';
import { test } from '../testing/forward-sandbox.ts';
import { serverFrame } from '../testing/spdy-frames.ts';
import { stall } from '../testing/spdy-server.ts';
import { until } from '../testing/until.ts';

describe('a forward outlives', () => {
  test('a session that is cut in the middle of a frame', async ({ box }) => {
    box.server.pods.set('shop/a', stall);
    box.target.set(['a']);
    const one = box.client();
    await until(() => box.server.connections.length === 1);
    const whole = serverFrame.data(3, { payload: Buffer.alloc(1000, 'x') });
    box.server.say(whole.subarray(0, 508));
    await until(() => one.heard.length === 500);
    box.server.cut();
    await until(() => one.ended === 'reset');
    await box.onlyPod((socket) => socket.end('well'));
    expect(await box.answer()).toBe('well');
  });

  test('garbage from the server', async ({ box }) => {
    box.server.pods.set('shop/a', stall);
    box.target.set(['a']);
    const one = box.client();
    one.socket.write('x');
    await until(() => box.server.connections[0]?.received.length === 1);
    box.server.say(Buffer.alloc(64, 0xff));
    await until(() => one.ended === 'reset');
    await box.onlyPod((socket) => socket.end('well'));
    expect(await box.answer()).toBe('well');
  });

  test('a server that goes away after the connections it has', async ({ box }) => {
    box.server.pods.set('shop/a', stall);
    box.target.set(['a']);
    const old = box.client();
    await until(() => box.server.connections.length === 1);
    box.server.say(serverFrame.goAway());
    box.server.connections[0]?.write('still here');
    await until(() => old.heard === 'still here');
    await box.onlyPod((socket) => socket.end('well'));
    expect(await box.answer()).toBe('well');
    box.server.connections[0]?.end();
    await until(() => old.ended === 'end');
  });

  test('a storm of resets, and leaves nothing of it', async ({ box }) => {
    box.server.pods.set('shop/a', (connection) => connection.onEvent(() => connection.reset(3)));
    box.target.set(['a']);
    const clients = Array.from({ length: 200 }, () => box.client());
    for (const { socket } of clients) socket.write('x');
    await until(() => clients.every(({ ended }) => ended === 'reset'));
    await until(() => box.forward.view.connections.failed === 200);
    expect(box.forward.view.connections).toMatchObject({ live: 0, waiting: 0 });
    await box.onlyPod((socket) => socket.end('well'));
    expect(await box.answer()).toBe('well');
  });

  test('clients that reset all at once', async ({ box }) => {
    box.server.pods.set('shop/a', stall);
    box.target.set(['a']);
    const clients = Array.from({ length: 100 }, () => box.client());
    await until(() => box.server.connections.length === 100);
    for (const { socket } of clients) socket.resetAndDestroy();
    await until(() => box.server.connections.every(({ resetStatus }) => resetStatus === 5));
    await until(() => box.forward.view.connections.live === 0);
    expect(box.forward.view.connections.failed).toBe(0);
  });

  test('a server that is mute: its connections end, and the next one is answered', async ({ box }) => {
    box.server.pods.set('shop/a', stall);
    box.target.set(['a']);
    box.server.mute = true;
    const one = box.client();
    await until(() => box.server.connections.length === 1);
    box.server.connections[0]?.write('hello');
    await until(() => one.heard === 'hello');
    await box.clock.advance(10_000);
    for (const count of [1, 2]) {
      await box.clock.advance(10_000);
      await until(() => [...box.server.sessions].every(({ pings }) => pings.length === count));
    }
    await box.clock.advance(10_000);
    await until(() => one.ended === 'reset');
    await box.onlyPod((socket) => socket.end('well'));
    expect(await box.answer()).toBe('well');
  });

  test('a server that does not read: what a client sends waits, in bounds, and another client is served', async ({
    box,
  }) => {
    box.server.pods.set('shop/a', stall);
    box.target.set(['a']);
    const greedy = box.client();
    await until(() => box.server.connections.length === 1);
    for (const { socket } of box.server.sessions) socket.pause();
    greedy.socket.write(Buffer.alloc(64 * 1024 * 1024));
    await until(() => box.server.sessions.size === 2);
    await box.pod('a', (socket) => socket.end('well'));
    expect(await box.answer()).toBe('well');
    expect(greedy.socket.writableLength).toBeGreaterThan(0);
  });
});

test('connections go to 1,000 endpoints in turn', async ({ box }) => {
  const names = Array.from({ length: 1000 }, (_, n) => `web-${String(n)}`);
  for (const name of names) box.server.pods.set(`shop/${name}`, (connection) => connection.end());
  box.target.set(names);
  box.forward.change({ balance: 'round-robin' });
  for (let done = 0; done < 200; done += 50) await Promise.all(Array.from({ length: 50 }, () => box.answer()));
  expect(new Set(box.server.connections.map(({ pod }) => pod)).size).toBe(200);
  await until(() => box.forward.view.connections.live === 0);
  expect(box.forward.view.connections).toEqual({ live: 0, waiting: 0, total: 200, failed: 0 });
}, 30_000);
