import type { Clock } from '../clock.ts';
import { StatusError } from '../api-rules/status-error.ts';

/** Keys worked off before other work of the process gets its turn. */
const BATCH = 32;
const FIRST_RETRY = 1_000;
const LAST_RETRY = 60_000;

export interface WorkQueueOptions {
  readonly clock: Clock;
  /** Brings what the key names in line. Returns the time at which to look again by itself, if any. */
  readonly reconcile: (key: string) => number | undefined;
  /** Hears what is no refusal of the registry: a mistake of ours. It is tried again all the same. */
  readonly onMistake?: ((error: unknown) => void) | undefined;
}

/**
 * Keys to be looked at, each once however often it was added meanwhile. What throws is tried again, later and later:
 * the registry refuses writes for reasons that pass, as a namespace that is being deleted.
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #waiting = new Set<string>();
  readonly #alarms = new Map<string, { readonly at: number; readonly stop: AbortController }>();
  readonly #failures = new Map<string, number>();
  #isDraining = false;
  #isClosed = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
  }

  add(key: string): void {
    if (this.#isClosed) return;
    this.#waiting.add(key);
    if (this.#isDraining) return;
    this.#isDraining = true;
    queueMicrotask(() => this.#drain());
  }

  close(): void {
    this.#isClosed = true;
    this.#waiting.clear();
    for (const { stop } of this.#alarms.values()) stop.abort();
    this.#alarms.clear();
  }

  #drain(): void {
    let left = BATCH;
    for (const key of this.#waiting) {
      if (left-- === 0) {
        setImmediate(() => this.#drain());
        return;
      }
      this.#waiting.delete(key);
      this.#work(key);
    }
    this.#isDraining = false;
  }

  #work(key: string): void {
    const { clock, reconcile, onMistake } = this.#options;
    try {
      const again = reconcile(key);
      this.#failures.delete(key);
      this.#wakeAt(key, again);
    } catch (error) {
      if (!(error instanceof StatusError)) onMistake?.(error);
      const failures = this.#failures.get(key) ?? 0;
      this.#failures.set(key, failures + 1);
      this.#wakeAt(key, clock.now() + Math.min(LAST_RETRY, FIRST_RETRY * 2 ** failures));
    }
  }

  #wakeAt(key: string, at: number | undefined): void {
    const present = this.#alarms.get(key);
    if (present?.at === at) return;
    present?.stop.abort();
    this.#alarms.delete(key);
    if (at === undefined || this.#isClosed) return;
    const stop = new AbortController();
    this.#alarms.set(key, { at, stop });
    this.#options.clock.sleep(Math.max(0, at - this.#options.clock.now()), stop.signal).then(
      () => {
        this.#alarms.delete(key);
        this.add(key);
      },
      () => undefined,
    );
  }
}
