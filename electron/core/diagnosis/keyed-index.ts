/** Items by any number of keys each, kept as they change; an item that stays under a key keeps its place there. */
export class KeyedIndex<T> {
  readonly #keysOf: (item: T) => Iterable<string>;
  readonly #groups = new Map<string, T[]>();

  constructor(items: Iterable<T>, keysOf: (item: T) => Iterable<string>) {
    this.#keysOf = keysOf;
    for (const item of items) this.swap(undefined, item);
  }

  get(key: string): readonly T[] {
    return this.#groups.get(key) ?? [];
  }

  swap(before: T | undefined, after: T | undefined): void {
    const old = before === undefined ? new Set<string>() : new Set(this.#keysOf(before));
    const now = after === undefined ? new Set<string>() : new Set(this.#keysOf(after));
    for (const key of old) if (before !== undefined && !now.has(key)) this.#remove(key, before);
    for (const key of now) if (after !== undefined) this.#put(key, old.has(key) ? before : undefined, after);
  }

  #put(key: string, before: T | undefined, after: T): void {
    const group = this.#groups.get(key);
    if (!group) this.#groups.set(key, [after]);
    else if (before === undefined) group.push(after);
    else group[group.indexOf(before)] = after;
  }

  #remove(key: string, item: T): void {
    const group = this.#groups.get(key);
    if (!group) return;
    group.splice(group.indexOf(item), 1);
    if (group.length === 0) this.#groups.delete(key);
  }
}
