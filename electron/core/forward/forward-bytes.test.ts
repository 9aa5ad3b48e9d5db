import { createHash, randomBytes } from 'node:crypto';
import { describe, expect } from 'vitest';
import { test } from '../testing/forward-sandbox.ts';
import { stall } from '../testing/spdy-server.ts';
import { until } from '../testing/until.ts';

describe('bytes', () => {
  test('pass both ways as they are, and are counted', async ({ box }) => {
    await box.onlyPod((socket) => socket.pipe(socket));
    const sent = randomBytes(10_000_000);
    const one = box.client();
    const hash = createHash('sha256');
    let received = 0;
    one.socket.on('data', (chunk: Buffer) => {
      hash.update(chunk);
      received += chunk.length;
    });
    one.socket.write(sent);
    await until(() => received === sent.length);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(sent).digest('hex'));
    expect(box.forward.view.bytes).toEqual({ in: sent.length, out: sent.length });
  });

  test('of a late answer all come, although the client has ended its side', async ({ box }) => {
    let finish: (() => void) | undefined;
    await box.onlyPod((socket) => {
      socket.on('data', () => {
        socket.write('first half, ');
        finish = () => socket.end('second half');
      });
    });
    const one = box.client();
    one.socket.end('question');
    await until(() => one.heard === 'first half, ');
    await box.clock.advance(29_000);
    finish?.();
    await until(() => one.ended === 'end');
    expect(one.heard).toBe('first half, second half');
  });

  test.for(['that has said nothing', 'that has said something'])(
    'end for a pod %s 30 s after its client has ended and it was last heard',
    async (which, { box }) => {
      box.server.pods.set('shop/a', stall);
      box.target.set(['a']);
      const one = box.client();
      one.socket.write('question');
      await until(() => box.server.connections[0]?.received.toString() === 'question');
      const [connection] = box.server.connections;
      one.socket.end();
      if (which === 'that has said something') {
        await box.clock.advance(20_000);
        connection?.write('wait');
        await until(() => one.heard === 'wait');
        await box.clock.advance(29_000);
        expect(connection?.finished).toBe(false);
      }
      await box.clock.advance(30_000);
      await until(() => connection?.finished === true);
      connection?.end();
      await until(() => one.ended === 'end');
      await until(() => box.forward.view.connections.live === 0);
    },
  );

  test('sent after the pod has ended are dropped, and the client keeps what it got', async ({ box }) => {
    await box.onlyPod((socket) => socket.end('413 too large'));
    const one = box.client();
    one.socket.write('x');
    await until(() => one.ended === 'end');
    await box.clock.advance(1000);
    for (let n = 0; n < 50; n++) one.socket.write(Buffer.alloc(65_536));
    one.socket.end();
    await until(() => box.forward.view.connections.live === 0);
    expect(one.heard).toBe('413 too large');
    expect(one.ended).toBe('end');
    expect(box.forward.view.connections.failed).toBe(0);
  });

  test('of an answer that breaks off are delivered before the reset', async ({ box }) => {
    box.server.pods.set('shop/a', (connection) => {
      connection.write(Buffer.alloc(20_000, 'x'));
      connection.fail('error forwarding port 8080 to pod x, uid : read tcp4 1->2: read: connection reset by peer');
    });
    box.target.set(['a']);
    const one = box.client();
    await until(() => one.ended !== undefined);
    expect(one.ended).toBe('reset');
    expect(one.heard).toHaveLength(20_000);
  });

  test('stop for a pod whose client has reset the connection', async ({ box }) => {
    box.server.pods.set('shop/a', stall);
    box.target.set(['a']);
    const one = box.client();
    one.socket.write('x');
    await until(() => box.server.connections[0]?.received.length === 1);
    one.socket.resetAndDestroy();
    await until(() => box.server.connections[0]?.resetStatus === 5);
  });

  test('in many small pieces wait for a pod that does not read, in bounds', async ({ box }) => {
    box.server.pods.set('shop/a', stall);
    box.target.set(['a']);
    const warnings: string[] = [];
    const warn = (warning: Error): void => void warnings.push(warning.message);
    process.on('warning', warn);
    const one = box.client();
    one.socket.write('x');
    await until(() => box.server.connections.length === 1);
    for (const { socket } of box.server.sessions) socket.pause();
    one.socket.setNoDelay(true);
    for (let n = 0; n < 3000 && box.forward.view.bytes.out < 20_000_000; n++) {
      one.socket.write(Buffer.alloc(20_000));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(box.forward.view.bytes.out).toBeLessThan(20_000_000);
    for (const { socket } of box.server.sessions) socket.resume();
    await until(() => one.socket.writableLength === 0);
    process.off('warning', warn);
    expect(warnings).toEqual([]);
  });
});
