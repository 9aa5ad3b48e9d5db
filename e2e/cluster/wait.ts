import { setTimeout as sleep } from 'node:timers/promises';
import { textOf } from './errors.ts';

export interface WaitOptions {
  /** Milliseconds until the wait fails. */
  readonly timeout?: number;
  /** Milliseconds between two looks. */
  readonly every?: number;
}

/**
 * Looks until `probe` gives something other than `undefined` or `false`.
 *
 * A probe that throws is looked at again, for a cluster in trouble is what many tests wait in; its last error is told when
 * time is up.
 */
export async function waitFor<T>(
  what: string,
  probe: () => T | Promise<T>,
  { timeout = 30_000, every = 25 }: WaitOptions = {},
): Promise<Exclude<T, undefined | false>> {
  const deadline = performance.now() + timeout;
  for (;;) {
    let last = '';
    try {
      const seen = await probe();
      if (seen !== undefined && seen !== false) return seen as Exclude<T, undefined | false>; // narrowed by the line itself
    } catch (error) {
      last = textOf(error);
    }
    if (performance.now() >= deadline) throw new Error(`not within ${timeout} ms: ${what}${last && ` (${last})`}`);
    await sleep(every);
  }
}
