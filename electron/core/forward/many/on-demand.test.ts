import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test as plain } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { TestTarget } from '../../testing/forward-target.ts';
import { podApp } from '../../testing/pod-app.ts';
import { backend, SpdyServer } from '../../testing/spdy-server.ts';
import { until } from '../../testing/until.ts';
import { Forwards } from '../forwards.ts';
import { OnDemand } from './on-demand.ts';

const web = { context: 'kind', namespace: 'shop', name: 'web', port: 80 };

class Box {
  readonly clock = new FakeClock();
  readonly targets: TestTarget[] = [];
  readonly forwards: Forwards;
  readonly onDemand: OnDemand;
  readonly #door: Server;
  #open = 0;
  #spec = web as Parameters<OnDemand['carry']>[0];

  constructor(server: SpdyServer, door: Server) {
    const openTarget = (): TestTarget => {
      const target = new TestTarget(server).set(['a', 'b']);
      this.targets.push(target);
      return target;
    };
    this.forwards = new Forwards({ clock: this.clock, openTarget });
    this.onDemand = new OnDemand({ clock: this.clock, openTarget, forwards: this.forwards });
    this.#door = door;
    door.on('connection', (socket: Socket) => {
      this.#open += 1;
      this.onDemand.carry(this.#spec, socket);
      socket.once('close', () => (this.#open -= 1));
    });
  }

  /** What a connection that is carried for `spec` is told. */
  async hear(spec = this.#spec): Promise<string> {
    this.#spec = spec;
    const { port } = this.#door.address() as AddressInfo; // it listens on TCP
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
    await once(socket, 'close');
    await until(() => this.#open === 0);
    return heard;
  }
}

const test = plain.extend<{ box: Box }>({
  box: async ({}, use) => {
    const server = await SpdyServer.start();
    const door = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
    await once(door, 'listening');
    const apps = await Promise.all(
      ['a', 'b'].map(async (name) => {
        const app = await podApp((socket) => socket.end(name));
        server.pods.set(`shop/${name}`, backend(app.port));
        return app;
      }),
    );
    const box = new Box(server, door);
    await use(box);
    await box.onDemand.close();
    await box.forwards.close();
    door.close();
    for (const app of apps) app.close();
    await server.stop();
  },
});

test('connections are spread over the endpoints, and one forward carries them all', async ({ box }) => {
  const heard = [await box.hear(), await box.hear(), await box.hear(), await box.hear()];
  expect(heard.toSorted()).toEqual(['a', 'a', 'b', 'b']);
  expect(box.targets).toHaveLength(1);
});

test('a Pod that is named is the only one', async ({ box }) => {
  const pinned = { ...web, pinned: ['b'] };
  expect([await box.hear(pinned), await box.hear(pinned), await box.hear(pinned)]).toEqual(['b', 'b', 'b']);
});

test('a forward that a person has started carries them, as they have balanced it', async ({ box }) => {
  await box.forwards.start({ ...web, balance: 'first' });
  expect([await box.hear(), await box.hear()]).toEqual(['a', 'a']);
  expect(box.onDemand.size).toBe(0);
});

test('it is closed once nothing was carried for a while, and opened anew by the next connection', async ({ box }) => {
  await box.hear();
  await box.clock.advance(4 * 60_000);
  await box.hear();
  await box.clock.advance(4 * 60_000);
  expect([box.onDemand.size, box.targets[0]?.closed]).toEqual([1, false]);
  await box.clock.advance(60_000);
  await until(() => box.targets[0]?.closed === true);
  expect(box.onDemand.size).toBe(0);
  expect(await box.hear()).toMatch(/[ab]/);
  expect(box.targets).toHaveLength(2);
});
