import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../figure.ts';
import { download, firstByte, idle, lateAnswer, oneByOne, stalledReader, upload } from './clients.ts';
import { cpuSeconds, memory } from './forwarder.ts';
import type { Goal, Scene } from './scene.ts';
import { troubles } from './troubles.ts';

const MB = 1_000_000;
const STREAM = 400 * MB;

const MORE_CONNECTIONS: Goal = { times: 'at least', limit: 1.3 };

/** How many connections per second come to their first byte, of so many, 20 at a time. */
async function perSecond(port: number, count: number): Promise<number> {
  const from = performance.now();
  await Promise.all(Array.from({ length: 20 }, () => oneByOne(count / 20, () => firstByte(port))));
  return count / ((performance.now() - from) / 1000);
}

const connecting = (rtt: number, limit: number): Scene => ({
  ...(rtt === 0 && { warmUp: 300 }),
  rows: [{ what: `connect to first byte, p50, RTT ${rtt} ms`, unit: 'ms', goal: { times: 'at most', limit } }],
  rtt,
  run: async ({ port }) => [quantile(await oneByOne(rtt === 0 ? 60 : 20, () => firstByte(port)), 0.5)],
});

const transfer = (way: 'down' | 'up', move: typeof download, cpu: number): Scene => ({
  rows: [
    { what: `one stream, ${way}`, unit: 'MB/s', goal: { times: 'at least', limit: 1.3 } },
    { what: `CPU per GB, ${way}`, unit: 's', goal: { times: 'at most', limit: cpu } },
  ],
  rtt: 0,
  run: async (forwarder) => {
    await move(forwarder.port, 100 * MB); // compilers have done their work
    const before = await cpuSeconds(forwarder);
    const took = await move(forwarder.port, STREAM);
    return [STREAM / MB / (took / 1000), ((await cpuSeconds(forwarder)) - before) / (STREAM / 1000 / MB)];
  },
});

export const scenes: readonly Scene[] = [
  connecting(0, 1),
  connecting(20, 0.4),
  connecting(100, 0.36),
  {
    rows: [
      { what: 'connections per second, 20 parallel, of the first 500', unit: '/s', goal: MORE_CONNECTIONS },
      { what: 'connections per second, 20 parallel, of the next 2000', unit: '/s', goal: MORE_CONNECTIONS },
      { what: 'CPU per 1000 of those', unit: 's', goal: { times: 'at most', limit: 1 } },
    ],
    rtt: 0,
    run: async (forwarder) => {
      const early = await perSecond(forwarder.port, 500);
      await perSecond(forwarder.port, 1000);
      const before = await cpuSeconds(forwarder);
      const later = await perSecond(forwarder.port, 2000);
      return [early, later, ((await cpuSeconds(forwarder)) - before) / 2];
    },
  },
  transfer('down', download, 0.85),
  transfer('up', upload, 0.75),
  {
    rows: [
      { what: '8 streams at once, down, together', unit: 'MB/s', goal: { times: 'at least', limit: 1.2 } },
      { what: 'memory at most, with them', unit: 'MB', goal: { atMost: 150 } },
    ],
    rtt: 0,
    run: async (forwarder) => {
      const from = performance.now();
      await Promise.all(Array.from({ length: 8 }, () => download(forwarder.port, 40 * MB)));
      return [320 / ((performance.now() - from) / 1000), (await memory(forwarder)).peak];
    },
  },
  {
    rows: [
      { what: 'one stalled reader: new connections that are served within 5 s', unit: '%', goal: { atLeast: 100 } },
      { what: 'one stalled reader: p99 of those, against without it', unit: 'x', goal: { atMost: 2 } },
    ],
    rtt: 0,
    run: async ({ port }) => {
      const alone = quantile(await oneByOne(30, () => firstByte(port)), 0.99);
      const stalled = stalledReader(port);
      await sleep(1500); // until all buffers on the way are full: nothing can be seen of that from here
      const asked = await Promise.allSettled(
        Array.from({ length: 30 }, (_, n) => sleep(n * 20).then(() => firstByte(port, 5000))),
      );
      stalled.destroy();
      const served = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      return [(served.length / asked.length) * 100, quantile(served, 0.99) / alone];
    },
  },
  {
    rows: [
      {
        what: 'a short connection during a bulk transfer, p90, RTT 30 ms',
        unit: 'ms',
        goal: { times: 'at most', limit: 0.1 },
      },
    ],
    rtt: 30,
    run: async ({ port }) => {
      const bulk = stalledReader(port).resume();
      await sleep(1000); // until it is at its speed
      const took = await oneByOne(8, () => firstByte(port)).finally(() => bulk.destroy());
      return [quantile(took, 0.9)];
    },
  },
  {
    rows: [
      {
        what: 'a client that ended its side: how much comes of an answer that takes 3 s',
        unit: '%',
        goal: { atLeast: 100 },
      },
    ],
    rtt: 0,
    run: async ({ port }) => [(await lateAnswer(port, 3000)).part * 100],
  },
  {
    rows: [{ what: 'memory, 500 idle connections', unit: 'MB', goal: { atMost: 200 } }],
    rtt: 0,
    run: async (forwarder) => {
      const sockets = (
        await oneByOne(25, () => Promise.all(Array.from({ length: 20 }, () => idle(forwarder.port))))
      ).flat();
      const { now } = await memory(forwarder);
      for (const socket of sockets) socket.destroy();
      return [now];
    },
  },
  ...troubles,
];
