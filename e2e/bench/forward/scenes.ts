import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../figure.ts';
import { answers, download, firstByte, idle, lateAnswer, stalledReader, upload } from './clients.ts';
import { cpuSeconds, memory, type Forwarder, type Track } from './forwarder.ts';

/** What a row has to be: against kubectl's in the same pair, or by itself. */
export type Goal =
  | { readonly times: 'at most' | 'at least'; readonly limit: number }
  | { readonly atMost: number }
  | { readonly atLeast: number };

export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly goal: Goal;
}

/** Something that is done to one forwarder after the other, and the rows that it fills, in order. */
export interface Scene {
  readonly rows: readonly Row[];
  /** What the relay adds, in ms; 0: straight to the API server, for a relay costs throughput too. */
  readonly rtt: number;
  readonly run: (forwarder: Forwarder, track: Track) => Promise<readonly number[]>;
}

const MB = 1_000_000;
const STREAM = 400 * MB;

const connecting = (rtt: number, limit: number): Scene => ({
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
    rows: [{ what: 'connections per second, 20 parallel', unit: '/s', goal: { times: 'at least', limit: 1.3 } }],
    rtt: 0,
    run: async ({ port }) => {
      const from = performance.now();
      await Promise.all(Array.from({ length: 20 }, () => oneByOne(25, () => firstByte(port))));
      return [500 / ((performance.now() - from) / 1000)];
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
    run: async ({ port }) => [(await lateAnswer(port, 3000)) * 100],
  },
  {
    rows: [{ what: 'the Pods refuse a connection: those that there are and stay', unit: '%', goal: { atLeast: 100 } }],
    rtt: 0,
    run: async ({ port }, { setPods }) => {
      const held = await oneByOne(10, () => idle(port));
      await setPods('');
      await firstByte(port, 2000).catch(() => undefined);
      await setPods('app');
      const alive = await Promise.all(held.map((socket) => answers(socket)));
      return [(alive.filter(Boolean).length / held.length) * 100];
    },
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
];

async function oneByOne<T>(count: number, act: () => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  for (let n = 0; n < count; n++) all.push(await act());
  return all;
}
