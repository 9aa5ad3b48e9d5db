import type { Clock } from '../clock.ts';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that stands still until `advance` is called; `random` gives the values handed in, over and over. */
export class FakeClock implements Clock {
  #now: number;
  #sleepers: Sleeper[] = [];
  #draws = 0;
  readonly #randoms: readonly number[];

  constructor({ now = 0, randoms = [0.5] }: { readonly now?: number; readonly randoms?: readonly number[] } = {}) {
    this.#now = now;
    this.#randoms = randoms;
  }

  now(): number {
    return this.#now;
  }

  random(): number {
    return this.#randoms[this.#draws++ % this.#randoms.length] ?? 0.5;
  }

  /** How many calls of `sleep` are still waiting. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const sleeper: Sleeper = { at: this.#now + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener(
        'abort',
        () => {
          this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
          reject(signal.reason as Error);
        },
        { once: true },
      );
    });
  }

  /** Moves time on as sleep does to a computer: nothing runs meanwhile, and what was due is late. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** Moves time on, waking sleepers in order and letting what they wake run before the next one. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const due = this.#sleepers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#sleepers = this.#sleepers.filter((one) => one !== due);
      this.#now = Math.max(this.#now, due.at);
      due.wake();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#now = end;
  }
}
