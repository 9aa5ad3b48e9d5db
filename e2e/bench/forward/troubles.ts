import { setTimeout as sleep } from 'node:timers/promises';
import { firstAnswer } from '../forwards.ts';
import { answers, breakOff, firstByte, idle, oneByOne } from './clients.ts';
import type { Track } from './forwarder.ts';
import type { Scene } from './scene.ts';

/** What a forward lives through; each leaves the Pods as they were. */
export const troubles: readonly Scene[] = [
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
    rows: [
      { what: 'the Pods reset ten connections: those that there are and stay', unit: '%', goal: { atLeast: 100 } },
    ],
    rtt: 0,
    run: async ({ port }) => {
      const held = await oneByOne(10, () => idle(port));
      await oneByOne(10, () => breakOff(port));
      const alive = await Promise.all(held.map((socket) => answers(socket)));
      return [(alive.filter(Boolean).length / held.length) * 100];
    },
  },
  {
    rows: [
      {
        what: 'rolling restart of 3 replicas under 50 connections/s: those that failed',
        unit: '',
        goal: { atMost: 0 },
      },
    ],
    rtt: 0,
    run: async ({ port }, track) => {
      // Before anyone asks: what the bench puts in their place speaks no HTTP.
      await track.bed.backends.reset();
      const asked: Promise<boolean>[] = [];
      const over = new AbortController();
      const restarted = restart(track)
        .then(() => sleep(2000))
        .finally(() => over.abort());
      while (!over.signal.aborted) {
        asked.push(isAnswered(port));
        await sleep(20);
      }
      await restarted;
      const answered = await Promise.all(asked);
      await track.setPods('app');
      return [answered.filter((one) => !one).length];
    },
  },
  {
    rows: [
      {
        what: 'the API server is killed and started again: until the next connection is served',
        unit: 'ms',
        goal: { atMost: 1000 },
      },
    ],
    rtt: 0,
    run: async ({ port }, { bed }) => {
      await bed.api.stop();
      const back = firstAnswer(bed);
      const started = bed.api.start();
      await back;
      const took = firstByte(port).catch(() => NaN);
      await started;
      return [await took];
    },
  },
];

/** Whether a GET on a connection of its own gets its answer, from whichever app is in the Pod. */
async function isAnswered(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/`, {
      headers: { connection: 'close' },
      signal: AbortSignal.timeout(15_000),
    });
    await answer.text();
    return answer.ok;
  } catch {
    return false;
  }
}

/** Has every Pod of the Deployment replaced. */
async function restart({ bed }: Track): Promise<void> {
  await bed.kubectl(['-n', 'shop', 'rollout', 'restart', 'deployment/web']);
  await bed.kubectl(['-n', 'shop', 'rollout', 'status', 'deployment/web', '--timeout=60s'], '', { timeout: 70_000 });
}
