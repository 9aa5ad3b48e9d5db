import type { Clock } from '../clock.ts';
import type { KubeApi } from './api.ts';
import { kinds, type Kind, type KindName, type Kinds } from './kinds.ts';
import { NamespacePart } from './namespace-part.ts';
import type { KubeObject } from './objects.ts';
import type { Standing } from './standing.ts';
import { Store, type StandingView, type StoreWitness } from './store.ts';
import { Watch } from './watch.ts';

/** How long a watch goes on when nobody looks any more: going back and forth between two pages costs no list. */
const GRACE = 30_000;

/** A store, or a part of one, that is kept up to date until `close`. */
export interface StoreLease<T extends KubeObject> {
  readonly store: StandingView<T>;
  close(): void;
}

interface Entry<T extends KubeObject> extends Opened {
  readonly store: Store<T>;
  leases: number;
}

/** As much of an entry as is the same for every kind. */
interface Opened {
  readonly store: { readonly standing: Standing };
  readonly watch: { wake(): void; close(): void };
  /** Calls off the end that comes after the grace. */
  stay: () => void;
}

export interface StoresOptions {
  readonly api: KubeApi;
  readonly clock: Clock;
  readonly witness: StoreWitness;
}

/** One watch for each (kind, namespace) of a connection, however many look at it. */
export class Stores {
  readonly #options: StoresOptions;
  readonly #entries: { readonly [K in KindName]: Map<string, Entry<Kinds[K]>> } = {
    services: new Map(),
    endpointslices: new Map(),
    pods: new Map(),
    events: new Map(),
    namespaces: new Map(),
    endpoints: new Map(),
    deployments: new Map(),
    replicasets: new Map(),
    statefulsets: new Map(),
    daemonsets: new Map(),
    jobs: new Map(),
    horizontalpodautoscalers: new Map(),
    nodes: new Map(),
    networkpolicies: new Map(),
    ingresses: new Map(),
    httproutes: new Map(),
    persistentvolumeclaims: new Map(),
  };

  constructor(options: StoresOptions) {
    this.#options = options;
  }

  /** The store of a kind in a namespace, or in all. */
  lease<K extends KindName>(name: K, namespace?: string): StoreLease<Kinds[K]> {
    const entries: Map<string, Entry<Kinds[K]>> = this.#entries[name];
    const key = namespace ?? '';
    const kind: Kind<Kinds[K]> = kinds[name];
    const entry = entries.get(key) ?? this.#open(kind, namespace);
    entries.set(key, entry);
    entry.leases += 1;
    entry.stay();
    let open = true;
    return {
      store: entry.store,
      close: () => {
        if (!open) return;
        open = false;
        entry.leases -= 1;
        // Nothing is left to end when the connection is closed already.
        const isOpen = entries.get(key) === entry;
        if (isOpen && entry.leases === 0) this.#endLater(entry, () => entries.delete(key));
      },
    };
  }

  /** The objects of a namespace: out of a watch of all namespaces where one is open and live, else by its own. */
  borrow<K extends KindName>(name: K, namespace: string): StoreLease<Kinds[K]> {
    const entries: Map<string, Entry<Kinds[K]>> = this.#entries[name];
    if (entries.get('')?.store.standing.state !== 'live') return this.lease(name, namespace);
    const whole = this.lease(name);
    const kind: Kind<Kinds[K]> = kinds[name];
    const part = new NamespacePart(whole.store, { kind, namespace });
    return {
      store: part,
      close: () => {
        part.close();
        whole.close();
      },
    };
  }

  /** How each store stands. */
  get standings(): readonly Standing[] {
    return [...this.#each()].map(({ store }) => store.standing);
  }

  /** How many watches are open. */
  get size(): number {
    return [...this.#each()].length;
  }

  /** Makes all that wait for their next try do it now. */
  wake(): void {
    for (const { watch } of this.#each()) watch.wake();
  }

  close(): void {
    for (const entry of this.#each()) {
      entry.stay();
      entry.watch.close();
    }
    for (const entries of Object.values(this.#entries)) entries.clear();
  }

  *#each(): Iterable<Opened> {
    for (const entries of Object.values(this.#entries)) yield* entries.values();
  }

  #open<T extends KubeObject>(kind: Kind<T>, namespace: string | undefined): Entry<T> {
    const { api, clock, witness } = this.#options;
    const store = new Store(kind, clock, witness);
    const watch = new Watch({ api, kind, clock, sink: store, ...(namespace !== undefined && { namespace }) });
    return { store, watch, leases: 0, stay: () => undefined };
  }

  #endLater<T extends KubeObject>(entry: Entry<T>, forget: () => void): void {
    const grace = new AbortController();
    entry.stay = () => grace.abort(new Error('somebody looks again'));
    this.#options.clock.sleep(GRACE, grace.signal).then(
      () => {
        forget();
        entry.watch.close();
      },
      () => undefined,
    );
  }
}
