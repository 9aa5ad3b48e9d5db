import { expect } from 'vitest';
import { test } from '../testing/forward-sandbox.ts';
import { until } from '../testing/until.ts';

const read = 'GET / HTTP/1.1\r\nHost: web\r\n\r\n';

test('a read whose line is dead is asked elsewhere, and of no session that was not heard since', async ({ box }) => {
  for (const name of ['a', 'b']) await box.pod(name, (socket) => socket.once('data', () => socket.end(name)));
  box.target.set(['a', 'b']);
  box.forward.change({ balance: 'round-robin' });
  for (const name of ['a', 'b']) {
    const one = box.client();
    one.socket.write(read);
    await until(() => one.heard === name);
    one.socket.destroy();
  }
  box.server.lateReplies = true;
  box.server.mute = true;
  for (const { socket } of box.server.sessions) socket.pause();
  const dials = box.server.dials;
  const one = box.client();
  one.socket.write(read);
  await until(() => box.forward.view.connections.total === 3 && box.forward.view.connections.waiting === 0);
  box.server.lateReplies = false;
  await box.clock.advance(5_000);
  await until(() => one.heard === 'b');
  expect(box.server.dials).toBeGreaterThan(dials);
});

test('what is not safe to do twice waits for its line', async ({ box }) => {
  await box.pod('b', (socket) => socket.end('b'));
  box.server.pods.set('shop/a', () => undefined);
  box.target.set(['a', 'b']);
  box.server.lateReplies = true;
  const one = box.client();
  one.socket.write('POST /pay HTTP/1.1\r\n\r\n');
  await until(() => box.server.connections[0]?.received.includes('/pay') === true);
  await box.clock.advance(6_000);
  box.server.sendReplies();
  box.server.connections[0]?.write('paid');
  await until(() => one.heard === 'paid');
});
