import { expect, test } from 'vitest';
import { systemClock } from './clock.ts';

test('a sleep until a time that has passed is over at once, and Node has nothing to warn of', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error): void => void warnings.push(warning);
  process.on('warning', note);
  try {
    await systemClock.sleep(-4);
    await new Promise((resolve) => setImmediate(resolve)); // warnings come a turn later
    expect(warnings).toEqual([]);
  } finally {
    process.off('warning', note);
  }
});
