import type { Change, Keyed } from '../../shared/change.ts';
import type { Failure } from '../../shared/failure.ts';

/** Items behind the feeds of a fake core: what a test sets in it, every feed that is open is told. */
export class FakeTable<T extends Keyed> {
  readonly #items = new Map<string, T>();
  readonly #listeners = new Set<(change: Change<T>) => void>();
  #loaded = false;
  #stale: Change<T> | undefined;
  #refusal: Failure | undefined;

  constructor(items?: readonly T[]) {
    if (items) this.reset(items);
  }

  get items(): readonly T[] {
    return [...this.#items.values()];
  }

  /** How many feeds are open. */
  get feeds(): number {
    return this.#listeners.size;
  }

  /** Everything anew; a table that never was stays silent, as while loading. */
  reset(items: readonly T[]): void {
    this.#items.clear();
    for (const item of items) this.#items.set(item.key, item);
    this.#loaded = true;
    this.#stale = undefined;
    this.#tell({ t: 'reset', items: this.items });
  }

  set(...upserts: readonly T[]): void {
    for (const item of upserts) this.#items.set(item.key, item);
    this.#stale = undefined;
    this.#tell({ t: 'patch', upserts, removes: [] });
  }

  remove(...removes: readonly string[]): void {
    for (const key of removes) this.#items.delete(key);
    this.#tell({ t: 'patch', upserts: [], removes });
  }

  stale(since: number, failure: Failure): void {
    this.#stale = { t: 'stale', since, failure };
    this.#tell(this.#stale);
  }

  /** Feeds opened from now on are refused. */
  refuse(failure: Failure): void {
    this.#refusal = failure;
  }

  /** The failure that a feed has to be refused with. */
  get refusal(): Failure | undefined {
    return this.#refusal;
  }

  async *feed(signal: AbortSignal): AsyncGenerator<Change<T>> {
    const queue: Change<T>[] = [];
    let wake: () => void = () => undefined;
    const listener = (change: Change<T>): void => {
      queue.push(change);
      wake();
    };
    if (this.#loaded) queue.push({ t: 'reset', items: this.items });
    if (this.#stale) queue.push(this.#stale);
    this.#listeners.add(listener);
    signal.addEventListener('abort', () => wake(), { once: true });
    const ended = (): boolean => signal.aborted;
    try {
      while (!ended()) {
        const change = queue.shift();
        if (change) yield change;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      this.#listeners.delete(listener);
    }
  }

  #tell(change: Change<T>): void {
    for (const listener of this.#listeners) listener(change);
  }
}
