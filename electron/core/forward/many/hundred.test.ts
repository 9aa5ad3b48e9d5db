import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { TestTarget } from '../../testing/forward-target.ts';
import { Client, podApp } from '../../testing/pod-app.ts';
import { backend, SpdyServer } from '../../testing/spdy-server.ts';
import { until } from '../../testing/until.ts';
import { Forwards } from '../forwards.ts';
import { startAll } from './start-all.ts';

const MANY = 100;

function refused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });
}

test('a hundred forwards run at once, each to its own Service, and leave nothing behind', async () => {
  const server = await SpdyServer.start();
  const app = await podApp((socket) => socket.end('hello'));
  server.pods.set('shop/a', backend(app.port));
  const [targets, clock] = [[] as TestTarget[], new FakeClock()];
  const forwards = new Forwards({
    clock,
    openTarget: ({ name }) => {
      const target = new TestTarget(server).set(['a'], { name });
      targets.push(target);
      return target;
    },
  });
  try {
    const specs = Array.from({ length: MANY }, (_, at) => ({
      context: 'kind',
      namespace: 'shop',
      name: `web-${String(at)}`,
      port: 80,
      localPort: 20_000 + at,
    }));
    expect(await startAll(forwards, specs)).toEqual({ started: MANY, failed: [] });
    const ports = [...forwards.views.items.values()].map(({ local }) => local?.port ?? 0);
    expect(new Set(ports).size).toBe(MANY);

    const clients = ports.map((port) => new Client(port));
    await until(() => clients.every(({ ended }) => ended === 'end'));
    expect(clients.map(({ heard }) => heard)).toEqual(clients.map(() => 'hello'));
    for (const client of clients) client.socket.end();
    const first = [...forwards.views.items.keys()].slice(0, MANY / 2);
    await Promise.all(first.map((key) => forwards.stop(key)));
    expect(forwards.views.items.size).toBe(MANY / 2);
    await forwards.close();
    expect(targets.every(({ closed }) => closed)).toBe(true);
    expect(await Promise.all(ports.map(refused))).toEqual(ports.map(() => true));
    await until(() => clock.sleeping === 0);
  } finally {
    await forwards.close();
    app.close();
    await server.stop();
  }
});
