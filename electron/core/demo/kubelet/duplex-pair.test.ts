import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { duplexPair } from './duplex-pair.ts';

const idle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('carries both ways, and each half ends alone', async () => {
  const [left, right] = duplexPair();
  left.end('to the right');
  expect(await text(right)).toBe('to the right');
  right.write('still ');
  right.end('open');
  expect(await text(left)).toBe('still open');
});

it('lets a writer wait while nobody reads', async () => {
  const [left, right] = duplexPair();
  let taken = 0;
  for (let chunk = 0; chunk < 100; chunk += 1) left.write(Buffer.alloc(16_384), () => (taken += 1));
  await idle();
  expect(taken).toBeLessThan(10);
  right.resume();
  left.end();
  await once(right, 'end');
  expect(taken).toBe(100);
});

it('closes both ends when one is destroyed, without an end', async () => {
  const [left, right] = duplexPair();
  let hasEnded = false;
  left.on('end', () => (hasEnded = true)).resume();
  right.destroy();
  await once(left, 'close');
  expect([left.destroyed, hasEnded]).toEqual([true, false]);
});

it('lets no writer hang on a reader that is gone', async () => {
  const [left, right] = duplexPair();
  left.on('error', () => undefined);
  const done = new Promise((resolve) => left.write(Buffer.alloc(1_000_000), resolve));
  right.destroy();
  await done;
  expect(right.destroyed).toBe(true);
});

it('loses nothing to a reader that is late', async () => {
  const [left, right] = duplexPair();
  right.end();
  left.end('x'.repeat(10_000));
  left.resume();
  for (let turn = 0; turn < 5; turn += 1) await idle();
  expect(left.destroyed).toBe(true);
  expect((await text(right)).length).toBe(10_000);
});

it('lets what was sent arrive though the sender is gone', async () => {
  const [left, right] = duplexPair();
  left.write('last words');
  left.destroy();
  await idle();
  expect(await text(right)).toBe('last words');
});
