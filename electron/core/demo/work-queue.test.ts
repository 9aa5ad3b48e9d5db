import { expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { badRequest } from '../api-rules/status-error.ts';
import { WorkQueue } from './work-queue.ts';

const idle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function queueOf(reconcile: (key: string) => number | undefined): {
  queue: WorkQueue;
  clock: FakeClock;
  seen: string[];
} {
  const clock = new FakeClock();
  const seen: string[] = [];
  const queue = new WorkQueue({
    clock,
    reconcile: (key) => {
      seen.push(`${clock.now()} ${key}`);
      return reconcile(key);
    },
  });
  return { queue, clock, seen };
}

it('looks at a key once, however often it was added', async () => {
  const { queue, seen } = queueOf(() => undefined);
  for (const key of ['a', 'b', 'a', 'a']) queue.add(key);
  await idle();
  expect(seen).toEqual(['0 a', '0 b']);
});

it('looks again at a key that was added while it was looked at', async () => {
  let left = 2;
  const { queue, seen } = queueOf((key) => {
    if (left-- > 0) queue.add(key);
    return undefined;
  });
  queue.add('a');
  await idle();
  expect(seen).toHaveLength(3);
});

it('lets other work of the process have its turn', async () => {
  const { queue, seen } = queueOf(() => undefined);
  for (let key = 0; key < 100; key += 1) queue.add(String(key));
  await Promise.resolve();
  expect(seen.length).toBeLessThan(100);
  for (let turn = 0; turn < 5; turn += 1) await idle();
  expect(seen).toHaveLength(100);
});

it('looks again at the time that was asked for, and only then', async () => {
  let next: number | undefined = 500;
  const { queue, clock, seen } = queueOf(() => next);
  queue.add('a');
  await idle();
  next = undefined;
  await clock.advance(2_000);
  expect(seen).toEqual(['0 a', '500 a']);
});

it('forgets the time that it was to look again when it looks before', async () => {
  let next = 500;
  const { queue, clock, seen } = queueOf(() => next);
  queue.add('a');
  await idle();
  next = 3_000;
  await clock.advance(100);
  queue.add('a');
  await idle();
  await clock.advance(2_000);
  expect(seen).toEqual(['0 a', '100 a']);
});

it('tries what throws again, later and later', async () => {
  const { queue, clock, seen } = queueOf(() => {
    throw new Error('not now');
  });
  queue.add('a');
  await idle();
  await clock.advance(10_000);
  expect(seen).toEqual(['0 a', '1000 a', '3000 a', '7000 a']);
});

it('tells of mistakes, and not of refusals', async () => {
  const heard: unknown[] = [];
  const mistake = new Error('mistake');
  const clock = new FakeClock();
  const queue = new WorkQueue({
    clock,
    onMistake: (error) => heard.push(error),
    reconcile: (key) => {
      throw key === 'refused' ? badRequest('no') : mistake;
    },
  });
  queue.add('refused');
  queue.add('wrong');
  await idle();
  expect(heard).toEqual([mistake]);
});

it('leaves nothing behind when it is closed', async () => {
  const { queue, clock, seen } = queueOf(() => 100);
  queue.add('a');
  await idle();
  queue.close();
  queue.add('b');
  await idle();
  await clock.advance(1_000);
  expect(seen).toEqual(['0 a']);
  expect(clock.sleeping).toBe(0);
});
