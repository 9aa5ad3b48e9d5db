import type { Failure } from '../../../shared/failure.ts';
import type { Clock } from '../clock.ts';
import type { Kind } from './kinds.ts';
import { objectKey } from './kinds.ts';
import type { KubeObject } from './objects.ts';
import type { Standing } from './standing.ts';
import { noKeys, Table, type TableNotice } from './table.ts';
import { isDenied } from './refusals.ts';
import type { WatchSink } from './watch.ts';

/** Objects of one kind as a reader sees them. */
export interface View<T extends KubeObject> {
  readonly items: ReadonlyMap<string, T>;
  owned(owner: string): Iterable<T>;
  subscribe(listener: (notice: TableNotice) => void): () => void;
}

/** Objects with how far they can be trusted. */
export interface StandingView<T extends KubeObject> extends View<T> {
  readonly standing: Standing;
}

/** Who hears of a store besides its readers. */
export interface StoreWitness {
  /** Bytes came from the server. */
  readonly onContact: () => void;
  /** The store's standing changed. */
  readonly onStanding: () => void;
}

/** The objects of one kind in one scope, kept equal to the server's by a watch. */
export class Store<T extends KubeObject> implements StandingView<T>, WatchSink<T> {
  readonly #table: Table<T>;
  readonly #clock: Clock;
  readonly #witness: StoreWitness;
  readonly #listeners = new Set<(notice: TableNotice) => void>();
  #listed = new Map<string, T>();
  #whole = false;
  #standing: Standing = { state: 'loading' };
  #contact = 0;

  constructor(kind: Kind<T>, clock: Clock, witness: StoreWitness) {
    this.#table = new Table(kind);
    this.#clock = clock;
    this.#witness = witness;
  }

  get items(): ReadonlyMap<string, T> {
    return this.#table.items;
  }

  get standing(): Standing {
    return this.#standing;
  }

  owned(owner: string): Iterable<T> {
    return this.#table.owned(owner);
  }

  subscribe(listener: (notice: TableNotice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  begin(): void {
    this.#listed = new Map();
  }

  /** Pages of the first list are shown as they come; those of a later one only when it is whole, all at once. */
  page(items: readonly T[]): void {
    for (const item of items) this.#listed.set(objectKey(item), item);
    if (!this.#whole) this.#tell(this.#table.write(items));
  }

  complete(): void {
    const listed = this.#listed;
    this.#listed = new Map();
    this.#whole = true;
    this.#tell(this.#table.replace(listed));
  }

  put(item: T): void {
    this.#tell(this.#table.write([item]));
  }

  remove(item: T): void {
    this.#tell(this.#table.write([], [objectKey(item)]));
  }

  contact(): void {
    this.#contact = this.#clock.now();
    this.#witness.onContact();
  }

  live(): void {
    this.#stand({ state: 'live' });
  }

  failing(failure: Failure): void {
    if (this.#whole) this.#stand({ state: 'stale', since: this.#staleSince, failure });
    else this.#stand(isDenied(failure) ? { state: 'denied', since: this.#clock.now(), failure } : { state: 'loading' });
  }

  get #staleSince(): number {
    return this.#standing.state === 'stale' ? this.#standing.since : this.#contact;
  }

  #stand(standing: Standing): void {
    this.#standing = standing;
    this.#tell(noKeys);
    this.#witness.onStanding();
  }

  #tell(notice: TableNotice | undefined): void {
    if (notice) for (const listener of [...this.#listeners]) listener(notice);
  }
}
