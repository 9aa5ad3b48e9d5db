import { isDeepStrictEqual } from 'node:util';
import { fail } from '../../../shared/failure.ts';
import type { ContextView } from '../../../shared/model/context.ts';
import type { Clock } from '../clock.ts';
import { LiveMap } from '../live.ts';
import type { KubeApi } from './api.ts';
import { Cluster } from './cluster.ts';
import type { ContextEntry } from './context-entry.ts';

/** What is remembered from one start to the next. */
export interface Wishes {
  /** Contexts that shall be connected, by key. */
  readonly connected: readonly string[];
  /** Namespaces typed by hand, by context. */
  readonly namespaces: Readonly<Record<string, readonly string[]>>;
}

export interface ClustersOptions {
  readonly openApi: (entry: ContextEntry) => KubeApi;
  readonly clock: Clock;
  readonly wishes?: Wishes;
  /** Hears each change of what is to be remembered. */
  readonly onWishes?: (wishes: Wishes) => void;
}

/** Every context of the kubeconfig, any number of them connected, each on its own. */
export class Clusters {
  readonly contexts = new LiveMap<ContextView>();
  readonly #options: ClustersOptions;
  readonly #clusters = new Map<string, Cluster>();
  /** Those that the kubeconfig has no more: what was opened on them goes on when they come back. */
  readonly #away = new Map<string, Cluster>();
  /** By key, whether or not the kubeconfig has such a context now: one that comes back is connected again. */
  readonly #connected: Set<string>;
  readonly #typed: Map<string, readonly string[]>;

  constructor(options: ClustersOptions) {
    this.#options = options;
    this.#connected = new Set(options.wishes?.connected);
    this.#typed = new Map(Object.entries(options.wishes?.namespaces ?? {}));
  }

  /** Takes over a kubeconfig: unchanged contexts go on undisturbed, changed ones connect anew, others come and go. */
  setKubeconfig({ contexts }: { readonly contexts: readonly ContextEntry[] }): void {
    const entries = new Map(contexts.map((entry) => [entry.key, entry]));
    for (const [key, cluster] of this.#clusters) {
      if (entries.has(key)) continue;
      this.#clusters.delete(key);
      this.#away.set(key, cluster);
      cluster.leave();
    }
    for (const [key, entry] of entries) {
      const cluster = this.#clusters.get(key);
      if (cluster) cluster.setEntry(entry);
      else this.#add(key, entry);
    }
    // In the kubeconfig's order, which is also how they are listed.
    this.contexts.reset([...entries.keys()].flatMap((key) => this.#clusters.get(key)?.view ?? []));
  }

  /** Connects a context, or tries again at once where it is connected already. */
  connect(key: string): void {
    const cluster = this.cluster(key);
    this.#connected.add(key);
    this.#remember();
    cluster.connect();
  }

  disconnect(key: string): void {
    const cluster = this.cluster(key);
    this.#connected.delete(key);
    this.#remember();
    cluster.disconnect();
  }

  setNamespaces(key: string, namespaces: readonly string[]): void {
    const cluster = this.cluster(key);
    if (namespaces.length > 0) this.#typed.set(key, namespaces);
    else this.#typed.delete(key);
    this.#remember();
    cluster.setTyped(namespaces);
  }

  retryNow(key: string): void {
    this.cluster(key).retryNow();
  }

  /** The context's cluster; throws `context-unknown`. */
  cluster(key: string): Cluster {
    const cluster = this.#clusters.get(key);
    if (cluster) return cluster;
    const known = [...this.contexts.items.values()].map(({ name }) => name).join(', ');
    throw fail('context-unknown', { context: key, known });
  }

  close(): void {
    for (const cluster of [...this.#clusters.values(), ...this.#away.values()]) cluster.close();
    this.#clusters.clear();
    this.#away.clear();
  }

  #add(key: string, entry: ContextEntry): void {
    const { openApi, clock } = this.#options;
    const cluster = this.#away.get(key) ?? new Cluster(entry, { openApi, clock, onChange: () => this.#show(key) });
    this.#away.delete(key);
    this.#clusters.set(key, cluster);
    cluster.setEntry(entry);
    cluster.setTyped(this.#typed.get(key) ?? []);
    if (this.#connected.has(key)) cluster.connect();
    else cluster.disconnect();
  }

  #show(key: string): void {
    const view = this.#clusters.get(key)?.view;
    if (view && !isDeepStrictEqual(view, this.contexts.items.get(key))) this.contexts.update({ upserts: [view] });
  }

  #remember(): void {
    this.#options.onWishes?.({ connected: [...this.#connected], namespaces: Object.fromEntries(this.#typed) });
  }
}
