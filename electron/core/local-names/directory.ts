import type { EndpointView } from '../../../shared/model/endpoint.ts';
import type { ServiceRow } from '../../../shared/model/service.ts';
import type { Cluster } from '../kube/cluster.ts';
import type { Clusters } from '../kube/clusters.ts';
import type { LiveSource } from '../live.ts';
import { endpointViews } from '../services/endpoints.ts';
import { serviceRows } from '../services/rows.ts';
import type { Names } from './cluster-name.ts';
import { contextLabel, type Known } from './gateway-host.ts';

/** A cluster's Services, and the endpoints of each by the row's key. */
interface Watched {
  readonly rows: LiveSource<ServiceRow>;
  endpoints(key: string): readonly EndpointView[];
  close(): void;
}

/** The Services of all connected contexts, watched as long as somebody resolves names. */
export class Directory {
  readonly #clusters: Clusters;
  readonly #open = new Map<string, Watched>();
  #leave: (() => void) | undefined;

  constructor(clusters: Clusters) {
    this.#clusters = clusters;
  }

  /** Watches, or does so no more. */
  watch(on: boolean): void {
    if (on === (this.#leave !== undefined)) return;
    this.#leave?.();
    this.#leave = on ? this.#clusters.contexts.subscribe(() => this.#follow()) : undefined;
    this.#follow();
  }

  get known(): Known {
    const rows = [...this.#open.values()].flatMap(({ rows: { items } }) => [...items.values()]);
    return { rows: rows.sort(byPlace), labels: this.#labels() };
  }

  /** The Services, and the endpoints of each. */
  get names(): Names {
    return { ...this.known, endpointsOf: ({ key, context }) => this.#open.get(context)?.endpoints(key) ?? [] };
  }

  #follow(): void {
    const contexts = [...this.#clusters.contexts.items.values()].filter(({ link }) => link.state !== 'off');
    const wanted = new Set(this.#leave ? contexts.map(({ key }) => key) : []);
    for (const [key, one] of this.#open) {
      if (wanted.has(key)) continue;
      this.#open.delete(key);
      one.close();
    }
    for (const key of wanted) if (!this.#open.has(key)) this.#open.set(key, watched(this.#clusters.cluster(key)));
  }

  /** Two contexts whose names make the same label are told apart by a number, in the kubeconfig's order. */
  #labels(): ReadonlyMap<string, string> {
    const labels = new Map<string, string>();
    const used = new Set<string>();
    for (const { key, name } of this.#clusters.contexts.items.values()) {
      const first = contextLabel(name);
      let label = first;
      for (let n = 2; used.has(label); n++) label = `${first}-${String(n)}`;
      used.add(label);
      labels.set(key, label);
    }
    return labels;
  }
}

function watched(cluster: Cluster): Watched {
  const rows = serviceRows(cluster);
  const slices = cluster.watch('endpointslices', {});
  return {
    rows,
    endpoints: (key) => endpointViews([...slices.owned(key.slice(cluster.context.length + 1))]),
    close: () => {
      rows.close();
      slices.close();
    },
  };
}

function byPlace(a: ServiceRow, b: ServiceRow): number {
  return a.key < b.key ? -1 : 1;
}
