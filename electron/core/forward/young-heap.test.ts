import { expect, test } from 'vitest';
import { YoungHeap, youngHeap } from './young-heap.ts';

test('the young generation is collected once in 8 MiB, however they came', () => {
  let collected = 0;
  const heap = new YoungHeap(() => (collected += 1));
  for (let n = 0; n < 1024; n++) heap.pass(64 * 1024);
  expect(collected).toBe(8);
  heap.pass(20 * 1024 * 1024);
  expect(collected).toBe(9);
});

test('what was read outside the heap is freed without a collection of all of it', () => {
  const before = process.memoryUsage().arrayBuffers;
  for (let n = 0; n < 512; n++) {
    Buffer.allocUnsafeSlow(64 * 1024);
    youngHeap.pass(64 * 1024);
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(12 * 1024 * 1024);
});
