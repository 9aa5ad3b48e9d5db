import type { Clock } from '../clock.ts';

/**
 * Calls back at many times with one timer: connections come and go by the thousand, and nearly all of what they set here
 * is cleared before it is due.
 */
export class Alarm {
  readonly #clock: Clock;
  readonly #due = new Map<() => void, number>();
  #over: AbortController | undefined;
  /** When the timer goes off; it stays as it is when what it was for is cleared. */
  #at = Infinity;
  #isClosed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `ring` once, `ms` from now; in place of what was set for it before. */
  set(ring: () => void, ms: number): void {
    if (this.#isClosed) return;
    const at = this.#clock.now() + ms;
    this.#due.set(ring, at);
    if (at < this.#at) this.#wait(at);
  }

  clear(ring: () => void): void {
    this.#due.delete(ring);
  }

  /** Nothing rings any more. */
  close(): void {
    this.#isClosed = true;
    this.#due.clear();
    this.#over?.abort(anew);
  }

  #wait(at: number): void {
    this.#over?.abort(anew);
    const over = new AbortController();
    this.#over = over;
    this.#at = at;
    this.#clock.sleep(at - this.#clock.now(), over.signal).then(
      () => this.#ring(),
      () => undefined,
    );
  }

  #ring(): void {
    this.#at = Infinity;
    const now = this.#clock.now();
    for (const [ring, at] of this.#due) {
      if (at > now) continue;
      this.#due.delete(ring);
      ring();
    }
    if (this.#due.size > 0) this.#wait(Math.max(now, Math.min(...this.#due.values())));
  }
}

/** Made once: an abort without a reason makes an error with a stack each time. */
const anew = new Error('the alarm is set anew');
