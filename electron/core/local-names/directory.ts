import type { ServiceRow } from '../../../shared/model/service.ts';
import type { Clusters } from '../kube/clusters.ts';
import { serviceRows } from '../services/rows.ts';
import { contextLabel, type Known } from './gateway-host.ts';

/** The Services of all connected contexts, watched as long as somebody resolves names. */
export class Directory {
  readonly #clusters: Clusters;
  readonly #open = new Map<string, ReturnType<typeof serviceRows>>();
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
    const rows = [...this.#open.values()].flatMap(({ items }) => [...items.values()]);
    return { rows: rows.sort(byPlace), labels: this.#labels() };
  }

  #follow(): void {
    const contexts = [...this.#clusters.contexts.items.values()].filter(({ link }) => link.state !== 'off');
    const wanted = new Set(this.#leave ? contexts.map(({ key }) => key) : []);
    for (const [key, rows] of this.#open) {
      if (wanted.has(key)) continue;
      this.#open.delete(key);
      rows.close();
    }
    for (const key of wanted) if (!this.#open.has(key)) this.#open.set(key, serviceRows(this.#clusters.cluster(key)));
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

function byPlace(a: ServiceRow, b: ServiceRow): number {
  return a.key < b.key ? -1 : 1;
}
