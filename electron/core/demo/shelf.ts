import { byNamespaceAndName } from './history.ts';
import type { DemoObject } from './registry.ts';

/** The objects of one kind, by namespace and name. Its lists are kept until something changes. */
export class Shelf {
  readonly #byNamespace = new Map<string, Map<string, DemoObject>>();
  readonly #lists = new Map<string, readonly DemoObject[]>();
  #all: readonly DemoObject[] | undefined;

  get(namespace: string | undefined, name: string): DemoObject | undefined {
    return this.#byNamespace.get(namespace ?? '')?.get(name);
  }

  put(object: DemoObject): void {
    const { namespace = '', name } = object.metadata;
    const box = this.#byNamespace.get(namespace) ?? new Map<string, DemoObject>();
    this.#byNamespace.set(namespace, box.set(name, object));
    this.#changed(namespace);
  }

  remove({ metadata: { namespace = '', name } }: DemoObject): void {
    const box = this.#byNamespace.get(namespace);
    box?.delete(name);
    if (box?.size === 0) this.#byNamespace.delete(namespace);
    this.#changed(namespace);
  }

  /** Sorted by namespace and name. */
  list(namespace?: string): readonly DemoObject[] {
    if (namespace === undefined)
      return (this.#all ??= [...this.#byNamespace.keys()].sort().flatMap((one) => this.list(one)));
    const kept = this.#lists.get(namespace);
    if (kept) return kept;
    const objects = [...(this.#byNamespace.get(namespace)?.values() ?? [])].sort(byNamespaceAndName);
    this.#lists.set(namespace, objects);
    return objects;
  }

  #changed(namespace: string): void {
    this.#all = undefined;
    this.#lists.delete(namespace);
  }
}
