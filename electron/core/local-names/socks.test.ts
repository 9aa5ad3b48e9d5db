import { once } from 'node:events';
import { connect } from 'node:net';
import { SocksClient } from 'socks';
import { expect, test as plain } from 'vitest';
import { Forwards } from '../forward/forwards.ts';
import { OnDemand } from '../forward/many/on-demand.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { endpointView, serviceRow } from '../testing/forward-samples.ts';
import { TestTarget } from '../testing/forward-target.ts';
import { podApp } from '../testing/pod-app.ts';
import { backend, SpdyServer } from '../testing/spdy-server.ts';
import { until } from '../testing/until.ts';
import { Socks } from './socks.ts';

interface Box {
  readonly socks: Socks;
  readonly clock: FakeClock;
  /** What the app behind `host` answers to `words`. */
  ask(host: string, words?: string): Promise<string>;
}

const test = plain.extend<{ box: Box }>({
  box: async ({}, use) => {
    const [server, clock] = [await SpdyServer.start(), new FakeClock()];
    const apps = await Promise.all(
      ['a', 'b'].map(async (name) => {
        const app = await podApp((socket) => socket.once('data', (said) => socket.end(`${name}:${said.toString()}`)));
        server.pods.set(`shop/${name}`, backend(app.port));
        return app;
      }),
    );
    const endpoints = ['a', 'b'].map((pod) => endpointView(pod, { hostname: pod }));
    const openTarget = (): TestTarget => new TestTarget(server).set(endpoints);
    const forwards = new Forwards({ clock, openTarget });
    const onDemand = new OnDemand({ clock, openTarget, forwards });
    const names = () => ({ rows: [serviceRow()], labels: new Map(), endpointsOf: () => endpoints });
    const socks = await Socks.open([0], { clock, onDemand, names });
    await use({
      socks,
      clock,
      ask: async (host, words = 'hello') => {
        const { socket } = await SocksClient.createConnection({
          proxy: { host: '127.0.0.1', port: socks.port, type: 5 },
          command: 'connect',
          destination: { host, port: 80 },
        });
        socket.write(words);
        let heard = '';
        socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
        socket.resume();
        await once(socket, 'close');
        return heard;
      },
    });
    await socks.close();
    await onDemand.close();
    for (const app of apps) app.close();
    await server.stop();
  },
});

/** All that the proxy says to these bytes, which come one by one, until it hangs up. */
async function said(box: Box, bytes: readonly number[]): Promise<readonly number[]> {
  const socket = connect({ port: box.socks.port, host: '127.0.0.1', noDelay: true });
  const heard: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => heard.push(chunk));
  for (const byte of bytes) socket.write(Buffer.from([byte]));
  await once(socket, 'close');
  return [...Buffer.concat(heard)];
}

test('a name of the cluster leads to its Service, balanced', async ({ box }) => {
  const heard = [await box.ask('web.shop'), await box.ask('web.shop.svc.cluster.local'), await box.ask('10.96.0.1')];
  expect(new Set(heard.slice(0, 2))).toEqual(new Set(['a:hello', 'b:hello']));
  expect(heard[2]).toMatch(/^[ab]:hello$/);
});

test('the name of one Pod leads to it alone', async ({ box }) => {
  for (let n = 0; n < 3; n++) expect(await box.ask('b.web.shop.svc.cluster.local')).toBe('b:hello');
});

test('what is no Service is refused as unreachable', async ({ box }) => {
  await expect(box.ask('example.com')).rejects.toThrow('HostUnreachable');
  await expect(box.ask('127.0.0.1')).rejects.toThrow('HostUnreachable');
});

test('what it does not do is refused with the code that says so', async ({ box }) => {
  const unsupported = [5, 0, 5, 7, 0, 1, 0, 0, 0, 0, 0, 0];
  const cases = {
    socks4: [
      [4, 1, 0, 80],
      [5, 255],
    ],
    'a password only': [
      [5, 1, 2],
      [5, 255],
    ],
    bind: [[5, 1, 0, 5, 2], unsupported],
    udp: [[5, 1, 0, 5, 3], unsupported],
  } as const;
  for (const [name, [bytes, answer]] of Object.entries(cases))
    expect([name, await said(box, bytes)]).toEqual([name, answer]);
});

test('what the client says at once behind its request is not lost', async ({ box }) => {
  const socket = connect(box.socks.port, '127.0.0.1');
  socket.write(Buffer.from([5, 1, 0, 5, 1, 0, 1, 10, 96, 0, 1, 0, 80, 0x68, 0x69]));
  let heard = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (heard += chunk));
  await once(socket, 'close');
  expect(heard.slice(12)).toMatch(/^[ab]:hi$/);
});

test('who says nothing is left after a while', async ({ box }) => {
  const socket = connect(box.socks.port, '127.0.0.1');
  await until(() => box.clock.sleeping > 0);
  await box.clock.advance(10_000);
  await once(socket, 'close');
});
