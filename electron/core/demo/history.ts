import type { DemoEvent, DemoKind, DemoObject } from './registry.ts';

/** A change and the version that it made. */
export interface Change extends DemoEvent {
  readonly version: number;
}

export function keyOf({ metadata: { namespace = '', name } }: DemoObject): string {
  return `${namespace}/${name}`;
}

/** The last changes of the store, for watches that come back and lists that go on from an older page. */
export class History {
  readonly #limit: number;
  #changes: Change[] = [];
  /** Nothing is known of changes up to this version. */
  #forgotten: number;

  constructor({ limit, from }: { readonly limit: number; readonly from: number }) {
    this.#limit = limit;
    this.#forgotten = from;
  }

  add(change: Change): void {
    this.#changes.push(change);
    // In large steps: cutting the front off is not free.
    if (this.#changes.length > this.#limit * 1.25) this.#forget(this.#changes.length - this.#limit);
  }

  /** As a compaction of etcd does: whoever asks for older versions has to start over. */
  compact(): void {
    this.#forget(this.#changes.length);
  }

  get oldest(): number {
    return this.#forgotten;
  }

  /** The changes after `version`; undefined when they are not all known any more. */
  since(version: number): readonly Change[] | undefined {
    return version < this.#forgotten ? undefined : this.#changes.slice(this.#indexAfter(version));
  }

  /** Turns the objects of now into those of `version` by undoing what came later. */
  rewind(
    objects: readonly DemoObject[],
    {
      kind,
      namespace,
      version,
    }: { readonly kind: DemoKind; readonly namespace: string | undefined; readonly version: number },
  ): readonly DemoObject[] | undefined {
    const later = this.since(version);
    if (!later) return undefined;
    const undone = later.filter(
      ({ object }) => object.kind === kind && (namespace === undefined || object.metadata.namespace === namespace),
    );
    if (undone.length === 0) return objects;
    const byKey = new Map(objects.map((object) => [keyOf(object), object]));
    for (const { type, object, previous } of [...undone].reverse()) {
      if (type === 'ADDED') byKey.delete(keyOf(object));
      else if (previous) byKey.set(keyOf(object), previous);
    }
    return [...byKey.values()].sort(byNamespaceAndName);
  }

  #forget(count: number): void {
    this.#forgotten = this.#changes[count - 1]?.version ?? this.#forgotten;
    this.#changes = this.#changes.slice(count);
  }

  #indexAfter(version: number): number {
    let low = 0;
    let high = this.#changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#changes[middle]?.version ?? Infinity) <= version) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** As etcd orders keys: by their bytes, the separator among them. */
export function byNamespaceAndName(a: DemoObject, b: DemoObject): number {
  return compare(a.metadata.namespace ?? '', b.metadata.namespace ?? '') || compare(a.metadata.name, b.metadata.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
