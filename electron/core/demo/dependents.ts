import { refOf } from './refs.ts';
import type { DemoEvent, DemoObject, DemoRef } from './registry.ts';

/** Who is owned by whom, for the garbage collection. */
export class Dependents {
  readonly #byOwner = new Map<string, Map<string, DemoObject>>();
  readonly #living = new Set<string>();

  note({ type, object, previous }: DemoEvent): void {
    if (type === 'DELETED') this.#living.delete(object.metadata.uid);
    else this.#living.add(object.metadata.uid);
    for (const { uid } of previous?.metadata.ownerReferences ?? []) this.#byOwner.get(uid)?.delete(object.metadata.uid);
    if (type === 'DELETED') return;
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const owned = this.#byOwner.get(uid) ?? new Map<string, DemoObject>();
      this.#byOwner.set(uid, owned.set(object.metadata.uid, object));
    }
  }

  of(uid: string): DemoRef[] {
    return [...(this.#byOwner.get(uid)?.values() ?? [])].map(refOf);
  }

  /** Those whose last owner was `uid`. */
  orphanedBy(uid: string): DemoRef[] {
    const owned = [...(this.#byOwner.get(uid)?.values() ?? [])];
    this.#byOwner.delete(uid);
    return owned
      .filter(({ metadata }) => !metadata.ownerReferences?.some((owner) => this.#living.has(owner.uid)))
      .map(refOf);
  }
}
