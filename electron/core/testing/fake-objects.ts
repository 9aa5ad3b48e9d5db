import type { KindName } from '../kube/kinds.ts';

/** An object as a test gives it; uid, version and creation time are filled in. */
export interface FakeObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

export interface FakeChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly resource: KindName;
  readonly object: FakeObject;
  readonly version: number;
}

export interface FakePage {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items: readonly FakeObject[];
}

/** The objects of a fake API server, with etcd's view of time: one version for all, and a history that can be lost. */
export class FakeObjects {
  readonly #objects = new Map<string, FakeObject>();
  readonly #listeners = new Set<(change: FakeChange) => void>();
  #snapshots = new Map<string, readonly FakeObject[]>();
  #history: FakeChange[] = [];
  #version = 100;
  #oldest = 100;
  #uids = 0;

  get version(): string {
    return String(this.#version);
  }

  subscribe(listener: (change: FakeChange) => void): void {
    this.#listeners.add(listener);
  }

  /** Creates or changes an object and returns it as stored. */
  put(resource: KindName, object: FakeObject): FakeObject {
    const key = storeKey(resource, objectKey(object));
    const before = this.#objects.get(key);
    const metadata = {
      creationTimestamp: '2026-11-01T00:00:00Z',
      ...object.metadata,
      uid: object.metadata.uid ?? before?.metadata.uid ?? `uid-${++this.#uids}`,
      resourceVersion: String(++this.#version),
    };
    const stored = { ...object, metadata };
    this.#objects.set(key, stored);
    this.#record({ type: before ? 'MODIFIED' : 'ADDED', resource, object: stored, version: this.#version });
    return stored;
  }

  /** Deletes `namespace/name`, if it is there. */
  remove(resource: KindName, key: string): void {
    const before = this.get(resource, key);
    if (!before) return;
    this.#objects.delete(storeKey(resource, key));
    const object = { ...before, metadata: { ...before.metadata, resourceVersion: String(++this.#version) } };
    this.#record({ type: 'DELETED', resource, object, version: this.#version });
  }

  get(resource: KindName, key: string): FakeObject | undefined {
    return this.#objects.get(storeKey(resource, key));
  }

  list(resource: KindName, namespace?: string): FakeObject[] {
    return [...this.#objects]
      .filter(([key]) => key.startsWith(`${resource} `))
      .map(([, object]) => object)
      .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace)
      .sort((a, b) => (objectKey(a) < objectKey(b) ? -1 : 1));
  }

  /** Forgets the history: older versions and continue tokens are expired. */
  compact(): void {
    this.#oldest = ++this.#version;
    this.#history = [];
    this.#snapshots = new Map();
  }

  /** What changed after a version; undefined when that is forgotten. */
  since(resource: KindName, version: string): readonly FakeChange[] | undefined {
    const from = Number(version);
    if (from < this.#oldest) return undefined;
    return this.#history.filter((change) => change.resource === resource && change.version > from);
  }

  /** A page of a list as of its first page; undefined when the token has expired. */
  page(ask: {
    readonly resource: KindName;
    readonly namespace: string | undefined;
    readonly limit: number;
    readonly token: string | undefined;
  }): FakePage | undefined {
    const [version = this.version, from = '0'] = ask.token?.split(':') ?? [];
    const scope = `${version} ${ask.resource} ${ask.namespace ?? ''}`;
    const all = ask.token === undefined ? this.list(ask.resource, ask.namespace) : this.#snapshots.get(scope);
    if (!all) return undefined;
    this.#snapshots.set(scope, all);
    const end = Number(from) + ask.limit;
    const metadata = { resourceVersion: version, ...(end < all.length && { continue: `${version}:${end}` }) };
    return { metadata, items: all.slice(Number(from), end) };
  }

  #record(change: FakeChange): void {
    this.#history.push(change);
    for (const listener of this.#listeners) listener(change);
  }
}

function objectKey({ metadata: { namespace, name } }: FakeObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function storeKey(resource: KindName, key: string): string {
  return `${resource} ${key}`;
}
