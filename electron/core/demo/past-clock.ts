import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock.ts';

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/**
 * A clock that starts in the past and hurries to the present: whoever sleeps is woken at once, in the order of their
 * times, until all that is left to sleep lies ahead. From then on it is the real one. So a cluster can have a history.
 */
export class PastClock implements Clock {
  readonly #real: Clock;
  #past: number | undefined;
  #sleepers: Sleeper[] = [];

  constructor(real: Clock, age: number) {
    this.#real = real;
    this.#past = real.now() - age;
  }

  now(): number {
    return this.#past ?? this.#real.now();
  }

  random(): number {
    return this.#real.random();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (this.#past === undefined) return this.#real.sleep(ms, signal);
    const due = this.#past + ms;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const leave = (): void => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
        signal?.removeEventListener('abort', abort);
      };
      const abort = (): void => {
        leave();
        reject(signal?.reason as Error);
      };
      const wake = (): void => {
        leave();
        // Who is due later than the present sleeps on, by the real clock.
        const left = due - this.now();
        if (left > 0) this.#real.sleep(left, signal).then(resolve, reject);
        else resolve();
      };
      const sleeper = { due, wake };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** Resolves when the past is over. */
  async catchUp(): Promise<void> {
    for (;;) {
      await nextTurn(); // whoever was woken does what it has to, and sleeps again
      const next = [...this.#sleepers].sort((a, b) => a.due - b.due)[0];
      if (!next || next.due > this.#real.now()) break;
      this.#past = Math.max(this.now(), next.due);
      next.wake();
    }
    this.#past = undefined;
    for (const { wake } of [...this.#sleepers]) wake();
  }
}
