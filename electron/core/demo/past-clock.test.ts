import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { PastClock } from './past-clock.ts';

test('lives through the past at once, in order, and sleeps on by the real clock', async () => {
  const real = new FakeClock();
  const clock = new PastClock(real, 60_000);
  const start = real.now() - 60_000;
  const log: [string, number][] = [];
  const every = async (name: string, ms: number): Promise<void> => {
    for (;;) {
      await clock.sleep(ms);
      log.push([name, clock.now() - start]);
    }
  };
  Promise.all([every('a', 25_000), every('b', 40_000)]).catch(() => undefined);
  await clock.catchUp();
  expect(log).toEqual([
    ['a', 25_000],
    ['b', 40_000],
    ['a', 50_000],
  ]);
  expect(clock.now()).toBe(real.now());
  await real.advance(15_000);
  expect(log.slice(3)).toEqual([['a', 75_000]]);
});

test('who gives up is not woken', async () => {
  const clock = new PastClock(new FakeClock(), 60_000);
  const stop = new AbortController();
  const slept = clock.sleep(1_000, stop.signal).then(
    () => 'woken',
    () => 'gave up',
  );
  stop.abort(new Error('enough'));
  await clock.catchUp();
  expect(await slept).toBe('gave up');
});
