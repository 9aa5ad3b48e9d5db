import { objectKey, type Kind } from './kinds.ts';
import type { KubeObject } from './objects.ts';

/** What changed in a view of objects: these keys, and the owners whose objects they are; or everything. */
export type TableNotice =
  | { readonly all: true }
  | { readonly all: false; readonly keys: readonly string[]; readonly owners: readonly string[] };

/** Nothing but the freshness changed. */
export const noKeys: TableNotice = { all: false, keys: [], owners: [] };

/** Objects by key and by owner. It answers each write with whether anything changed, so that nothing is told twice. */
export class Table<T extends KubeObject> {
  readonly #items = new Map<string, T>();
  readonly #owned = new Map<string, Map<string, T>>();
  readonly #ownerOf: (object: T) => string | undefined;

  constructor({ owner = () => undefined }: Pick<Kind<T>, 'owner'>) {
    this.#ownerOf = owner;
  }

  get items(): ReadonlyMap<string, T> {
    return this.#items;
  }

  /** The objects of one owner, such as the slices of a Service. */
  owned(owner: string): Iterable<T> {
    return this.#owned.get(owner)?.values() ?? [];
  }

  /** Writes all of `puts` and `removes` and tells what is different now; undefined when nothing is. */
  write(puts: Iterable<T>, removes: Iterable<string> = []): TableNotice | undefined {
    const keys: string[] = [];
    const owners = new Set<string>();
    for (const key of removes) if (this.#remove(key, owners)) keys.push(key);
    for (const object of puts) if (this.#put(object, owners)) keys.push(objectKey(object));
    return keys.length === 0 ? undefined : { all: false, keys, owners: [...owners] };
  }

  /** Makes the table hold exactly `objects`, and tells the difference alone. */
  replace(objects: ReadonlyMap<string, T>): TableNotice | undefined {
    const gone = [...this.#items.keys()].filter((key) => !objects.has(key));
    return this.write(objects.values(), gone);
  }

  #put(object: T, owners: Set<string>): boolean {
    const key = objectKey(object);
    const before = this.#items.get(key);
    if (before && isSame(before, object)) return false;
    if (before) this.#disown(key, before, owners);
    this.#items.set(key, object);
    const owner = this.#ownerOf(object);
    if (owner === undefined) return true;
    const siblings = this.#owned.get(owner) ?? new Map<string, T>();
    this.#owned.set(owner, siblings.set(key, object));
    owners.add(owner);
    return true;
  }

  #remove(key: string, owners: Set<string>): boolean {
    const before = this.#items.get(key);
    if (!before) return false;
    this.#disown(key, before, owners);
    return this.#items.delete(key);
  }

  #disown(key: string, object: T, owners: Set<string>): void {
    const owner = this.#ownerOf(object);
    if (owner === undefined) return;
    const siblings = this.#owned.get(owner);
    siblings?.delete(key);
    if (siblings?.size === 0) this.#owned.delete(owner);
    owners.add(owner);
  }
}

/** Versions are opaque words: equal or not is all they tell, and only of the same object. */
function isSame(a: KubeObject, b: KubeObject): boolean {
  return a.metadata.uid === b.metadata.uid && a.metadata.resourceVersion === b.metadata.resourceVersion;
}
