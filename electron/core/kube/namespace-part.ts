import { objectKey, type Kind } from './kinds.ts';
import type { KubeObject } from './objects.ts';
import type { Standing } from './standing.ts';
import type { StandingView } from './store.ts';
import { noKeys, Table, type TableNotice } from './table.ts';

/** What a store of all namespaces holds of one; who reads it hears of that one alone. */
export class NamespacePart<T extends KubeObject> implements StandingView<T> {
  readonly #whole: StandingView<T>;
  readonly #namespace: string;
  readonly #table: Table<T>;
  readonly #listeners = new Set<(notice: TableNotice) => void>();
  readonly #stop: () => void;

  constructor(whole: StandingView<T>, { kind, namespace }: { readonly kind: Kind<T>; readonly namespace: string }) {
    this.#whole = whole;
    this.#namespace = namespace;
    this.#table = new Table(kind);
    this.#table.replace(this.#inside());
    this.#stop = whole.subscribe((notice) => this.#tell(this.#take(notice)));
  }

  get items(): ReadonlyMap<string, T> {
    return this.#table.items;
  }

  get standing(): Standing {
    return this.#whole.standing;
  }

  owned(owner: string): Iterable<T> {
    return this.#table.owned(owner);
  }

  subscribe(listener: (notice: TableNotice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#stop();
    this.#listeners.clear();
  }

  #inside(): ReadonlyMap<string, T> {
    const inside = new Map<string, T>();
    for (const object of this.#whole.items.values()) {
      if (object.metadata.namespace === this.#namespace) inside.set(objectKey(object), object);
    }
    return inside;
  }

  #take(notice: TableNotice): TableNotice | undefined {
    if (notice.all) return this.#table.replace(this.#inside());
    if (notice.keys.length === 0) return noKeys;
    const keys = notice.keys.filter((key) => key.startsWith(`${this.#namespace}/`));
    const puts = keys.flatMap((key) => this.#whole.items.get(key) ?? []);
    return this.#table.write(
      puts,
      keys.filter((key) => !this.#whole.items.has(key)),
    );
  }

  #tell(notice: TableNotice | undefined): void {
    if (notice) for (const listener of [...this.#listeners]) listener(notice);
  }
}
