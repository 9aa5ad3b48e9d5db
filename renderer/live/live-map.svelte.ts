import { createSubscriber } from 'svelte/reactivity';
import { applyChange, type Change, type Keyed } from '../../shared/change.ts';
import type { Failure } from '../../shared/failure.ts';
import { failureOf } from '../wire/failure-of.ts';

/** `failed`: the core refuses the feed, and says why; opening it again may help. */
export type LiveStatus =
  | { readonly state: 'loading' }
  | { readonly state: 'live' }
  | { readonly state: 'stale'; readonly since: number; readonly failure: Failure }
  | { readonly state: 'failed'; readonly failure: Failure };

/** Opens the feed; it runs until the signal aborts. */
export type Subscribe<T extends Keyed> = (signal: AbortSignal) => AsyncIterable<Change<T>>;

/** Items of a feed that is open while something on screen reads them, and closed when nothing does. */
export class LiveMap<T extends Keyed> {
  readonly #items = new Map<string, T>();
  #values: readonly T[] = [];
  #status: LiveStatus = { state: 'loading' };
  readonly #read: () => void;

  constructor(subscribe: Subscribe<T>) {
    this.#read = createSubscriber((update) => {
      const closing = new AbortController();
      const { signal } = closing;
      this.#take(subscribe(signal), { update, signal }).catch((error: unknown) => {
        if (signal.aborted) return;
        this.#status = { state: 'failed', failure: failureOf(error) };
        update();
      });
      return () => closing.abort();
    });
  }

  /** The items in the order in which they came; another array after each change. */
  get values(): readonly T[] {
    this.#read();
    return this.#values;
  }

  get status(): LiveStatus {
    this.#read();
    return this.#status;
  }

  get(key: string): T | undefined {
    this.#read();
    return this.#items.get(key);
  }

  async #take(
    changes: AsyncIterable<Change<T>>,
    { update, signal }: { readonly update: () => void; readonly signal: AbortSignal },
  ): Promise<void> {
    for await (const change of changes) {
      if (signal.aborted) return;
      if (applyChange(this.#items, change)) this.#values = [...this.#items.values()];
      this.#status =
        change.t === 'stale' ? { state: 'stale', since: change.since, failure: change.failure } : { state: 'live' };
      update();
    }
  }
}
