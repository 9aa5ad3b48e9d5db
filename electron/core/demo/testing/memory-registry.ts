import type { DemoEvent, DemoManifest, DemoMeta, DemoObject, DemoRef, Registry } from '../registry.ts';

/** The least that is a Registry: keeps what it is given, defaults and checks nothing. Deletes what an owner leaves. */
export class MemoryRegistry implements Registry {
  readonly #objects = new Map<string, DemoObject>();
  readonly #listeners = new Set<(event: DemoEvent) => void>();
  #version = 0;

  get(ref: DemoRef): DemoObject | undefined {
    return this.#objects.get(keyOf(ref));
  }

  list(kind: DemoObject['kind'], namespace?: string): readonly DemoObject[] {
    const isAsked = ({ metadata }: DemoObject): boolean => namespace === undefined || metadata.namespace === namespace;
    return [...this.#objects.values()].filter((object) => object.kind === kind && isAsked(object));
  }

  create(manifest: DemoManifest): DemoObject {
    const version = ++this.#version;
    const { generateName = '', name = `${generateName}${version.toString(36).padStart(5, 'x')}` } = manifest.metadata;
    const metadata = {
      creationTimestamp: '2026-11-01T00:00:00Z',
      generation: 1,
      ...manifest.metadata,
      name,
      uid: `uid-${version}`,
      resourceVersion: String(version),
    };
    const object: DemoObject = { apiVersion: 'v1', ...manifest, metadata };
    if (this.#objects.has(keyOf(refOf(object)))) throw new Error(`${name} already exists`);
    this.#set(object, 'ADDED');
    return object;
  }

  update(ref: DemoRef, change: (object: DemoObject) => DemoManifest): DemoObject {
    return this.#change(ref, change, 1);
  }

  updateStatus(ref: DemoRef, change: (object: DemoObject) => DemoManifest): DemoObject {
    return this.#change(ref, change, 0);
  }

  delete(ref: DemoRef, { gracePeriodSeconds }: { readonly gracePeriodSeconds?: number } = {}): DemoObject {
    const object = this.#found(ref);
    const isBound = object.kind === 'Pod' && object.spec?.['nodeName'] !== undefined;
    const grace = gracePeriodSeconds ?? (isBound ? 30 : 0);
    if (grace > 0 || (object.metadata.finalizers?.length ?? 0) > 0) {
      const deletionTimestamp = object.metadata.deletionTimestamp ?? '2026-11-01T00:00:30Z';
      return this.#set({
        ...object,
        metadata: { ...object.metadata, deletionTimestamp, deletionGracePeriodSeconds: grace },
      });
    }
    this.#objects.delete(keyOf(ref));
    this.#tell({ type: 'DELETED', object });
    const orphans = [...this.#objects.values()].filter((one) =>
      one.metadata.ownerReferences?.some(({ uid }) => uid === object.metadata.uid),
    );
    for (const orphan of orphans) this.delete(refOf(orphan));
    return object;
  }

  subscribe(listener: (event: DemoEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #found(ref: DemoRef): DemoObject {
    const object = this.get(ref);
    if (!object) throw new Error(`${keyOf(ref)} not found`);
    return object;
  }

  #change(ref: DemoRef, change: (object: DemoObject) => DemoManifest, generations: number): DemoObject {
    const old = this.#found(ref);
    const changed = change(old);
    if (changed === old) return old;
    const metadata = { ...old.metadata, ...changed.metadata } as DemoMeta; // what a change leaves out stays
    const generation = (old.metadata.generation ?? 1) + generations;
    const object = { ...changed, apiVersion: old.apiVersion, metadata: { ...metadata, generation } };
    if (metadata.deletionTimestamp === undefined || (metadata.finalizers?.length ?? 0) > 0) return this.#set(object);
    if (old.kind === 'Pod') return this.#set(object);
    this.#set(object);
    return this.delete(ref, { gracePeriodSeconds: 0 });
  }

  #set(object: DemoObject, type: 'ADDED' | 'MODIFIED' = 'MODIFIED'): DemoObject {
    const previous = this.get(refOf(object));
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(++this.#version) } };
    this.#objects.set(keyOf(refOf(stored)), stored);
    this.#tell({ type, object: stored, ...(previous && { previous }) });
    return stored;
  }

  #tell(event: DemoEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}

function refOf({ kind, metadata: { namespace, name } }: DemoObject): DemoRef {
  return { kind, name, ...(namespace !== undefined && { namespace }) };
}

function keyOf({ kind, namespace = '', name }: DemoRef): string {
  return `${kind}/${namespace}/${name}`;
}
