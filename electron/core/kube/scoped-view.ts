import type { Failure } from '../../../shared/failure.ts';
import type { Freshness } from '../live.ts';
import type { Kind } from './kinds.ts';
import type { KubeObject } from './objects.ts';
import { combine, combineRequired, type Standing } from './standing.ts';
import type { View } from './store.ts';
import type { StoreLease } from './stores.ts';
import { noKeys, Table, type TableNotice } from './table.ts';

/** Where a view's objects come from: the stores of these namespaces, or (undefined) of all. */
export interface Sources<T extends KubeObject> {
  readonly namespaces: readonly (string | undefined)[];
  readonly lease: (namespace: string | undefined) => StoreLease<T>;
}

interface Member<T extends KubeObject> {
  readonly lease: StoreLease<T>;
  readonly unsubscribe: () => void;
}

/**
 * One view over the stores of one or several namespaces. It outlives them: when a connection is made anew the old
 * objects stay until the new ones are complete, and then readers hear of the differences alone.
 */
export class ScopedView<T extends KubeObject> implements View<T> {
  readonly #table: Table<T>;
  readonly #onClose: (view: ScopedView<T>) => void;
  readonly #listeners = new Set<(notice: TableNotice) => void>();
  #members = new Map<string | undefined, Member<T>>();
  /** Whether the objects are still those of earlier sources, or only a part. */
  #partial = true;
  #ended: Freshness | undefined;

  constructor(kind: Kind<T>, onClose: (view: ScopedView<T>) => void) {
    this.#table = new Table(kind);
    this.#onClose = onClose;
  }

  get items(): ReadonlyMap<string, T> {
    return this.#table.items;
  }

  owned(owner: string): Iterable<T> {
    return this.#table.owned(owner);
  }

  get freshness(): Freshness {
    return this.#ended ?? (this.#partial ? { state: 'loading' } : combine(this.#standings()));
  }

  /** `freshness`, but where nothing at all may be read that is a failure, not an empty view. */
  get requiredFreshness(): Freshness {
    return this.#ended ?? (this.#partial ? { state: 'loading' } : combineRequired(this.#standings()));
  }

  /** What may not be read, or not any more. */
  get gaps(): readonly Failure[] {
    return this.#standings().flatMap((standing) =>
      'failure' in standing && standing.failure.code === 'forbidden' ? [standing.failure] : [],
    );
  }

  /** Whether all objects of the namespace are here, as new as `freshness` says. */
  covers(namespace: string): boolean {
    const member = this.#members.get(undefined) ?? this.#members.get(namespace);
    return !this.#partial && member !== undefined && member.lease.store.standing.state !== 'denied';
  }

  subscribe(listener: (notice: TableNotice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads from these sources from now on. Members that are the same store go on undisturbed. */
  connect({ namespaces, lease }: Sources<T>): void {
    this.#ended = undefined;
    const before = this.#members;
    this.#members = new Map(namespaces.map((namespace) => [namespace, this.#join(lease(namespace))]));
    release(before);
    this.#partial = true;
    if (!this.#settle()) this.#tell(noKeys);
  }

  /** Has nothing to read from for now; what was read stays, because more is on its way. */
  await(): void {
    this.#ended = undefined;
    release(this.#members);
    this.#members = new Map();
    this.#partial = true;
    this.#tell(noKeys);
  }

  /** Has nothing to read from and nothing to show: the context was disconnected. */
  disconnect(): void {
    this.await();
    this.#tell(this.#table.replace(new Map()));
  }

  /** Keeps what it has, until there is something to read from again: its context is gone. */
  end(since: number, failure: Failure): void {
    release(this.#members);
    this.#members = new Map();
    this.#ended = { state: 'stale', since, failure };
    this.#tell(noKeys);
  }

  close(): void {
    release(this.#members);
    this.#members = new Map();
    this.#listeners.clear();
    this.#onClose(this);
  }

  #join(lease: StoreLease<T>): Member<T> {
    const { store } = lease;
    let wasDenied = store.standing.state === 'denied';
    const unsubscribe = store.subscribe((notice) => {
      const isDenied = store.standing.state === 'denied';
      const isFlipped = isDenied !== wasDenied;
      wasDenied = isDenied;
      if (this.#partial && this.#settle()) return;
      if (isFlipped) this.#tell({ all: true });
      this.#copy(store, notice);
    });
    return { lease, unsubscribe };
  }

  #copy(store: View<T>, notice: TableNotice): void {
    if (notice.all) return this.#tell(this.#table.write(store.items.values()));
    if (notice.keys.length === 0) return this.#tell(noKeys);
    const puts: T[] = [];
    const removes: string[] = [];
    for (const key of notice.keys) {
      const item = store.items.get(key);
      if (item) puts.push(item);
      else removes.push(key);
    }
    this.#tell(this.#table.write(puts, removes));
  }

  /** Once all members are complete, holds exactly what they hold. */
  #settle(): boolean {
    const standings = this.#standings();
    if (standings.length === 0 || standings.some(({ state }) => state === 'loading')) return false;
    const objects = new Map<string, T>();
    for (const { lease } of this.#members.values()) for (const [key, item] of lease.store.items) objects.set(key, item);
    this.#partial = false;
    this.#table.replace(objects);
    // What `covers` says changed too, which is of interest even to those whose objects are the same as before.
    this.#tell({ all: true });
    return true;
  }

  #standings(): Standing[] {
    return [...this.#members.values()].map(({ lease }) => lease.store.standing);
  }

  #tell(notice: TableNotice | undefined): void {
    if (notice) for (const listener of [...this.#listeners]) listener(notice);
  }
}

function release<T extends KubeObject>(members: ReadonlyMap<string | undefined, Member<T>>): void {
  for (const { lease, unsubscribe } of members.values()) {
    unsubscribe();
    lease.close();
  }
}
