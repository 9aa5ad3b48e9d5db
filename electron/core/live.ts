import type { Keyed } from '../../shared/change.ts';
import type { Failure } from '../../shared/failure.ts';

/** `loading`: nothing to show yet. `live`: as the source says. `stale`: the items are from `since` (ms of the epoch). */
export type Freshness =
  | { readonly state: 'loading' }
  | { readonly state: 'live' }
  | { readonly state: 'stale'; readonly since: number; readonly failure: Failure };

/** What changed: some keys, everything at once, or only the freshness (no keys). */
export type Notice = { readonly all: true } | { readonly all: false; readonly keys: readonly string[] };

/** A value that changes, and says when. */
export class Live<T> {
  #current: T;
  readonly #listeners = new Set<() => void>();

  constructor(initial: T) {
    this.#current = initial;
  }

  get current(): T {
    return this.#current;
  }

  set(value: T): void {
    if (Object.is(value, this.#current)) return;
    this.#current = value;
    for (const listener of [...this.#listeners]) listener();
  }

  /** Calls `listener` after each change until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** What a feed reads: items by key, how fresh they are, and a notice of each change. */
export interface LiveSource<T extends Keyed> {
  readonly items: ReadonlyMap<string, T>;
  readonly freshness: Freshness;
  subscribe(listener: (notice: Notice) => void): () => void;
}

export interface LiveUpdate<T> {
  readonly upserts?: readonly T[];
  readonly removes?: readonly string[];
  readonly freshness?: Freshness;
}

/** Items by key that tell their subscribers which keys changed. Writers call `update` or `reset`; readers only read. */
export class LiveMap<T extends Keyed> implements LiveSource<T> {
  #items = new Map<string, T>();
  #freshness: Freshness = { state: 'loading' };
  readonly #listeners = new Set<(notice: Notice) => void>();

  get items(): ReadonlyMap<string, T> {
    return this.#items;
  }

  get freshness(): Freshness {
    return this.#freshness;
  }

  subscribe(listener: (notice: Notice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Replaces everything at once; live from then on unless told otherwise. */
  reset(items: Iterable<T>, freshness: Freshness = { state: 'live' }): void {
    this.#items = new Map();
    for (const item of items) this.#items.set(item.key, item);
    this.#freshness = freshness;
    this.#tell({ all: true });
  }

  /** Puts and removes items; live from then on unless told otherwise. */
  update({ upserts = [], removes = [], freshness = { state: 'live' } }: LiveUpdate<T>): void {
    for (const key of removes) this.#items.delete(key);
    for (const item of upserts) this.#items.set(item.key, item);
    this.#freshness = freshness;
    this.#tell({ all: false, keys: [...removes, ...upserts.map(({ key }) => key)] });
  }

  /** Says that the items may be old, or are up to date again; they stay. */
  mark(freshness: Freshness): void {
    this.#freshness = freshness;
    this.#tell({ all: false, keys: [] });
  }

  #tell(notice: Notice): void {
    for (const listener of [...this.#listeners]) listener(notice);
  }
}
