import type { NodePortCheck, NodeService, PlacementView } from '../../../shared/model/node-service.ts';
import type { NodeRow } from '../../../shared/model/node.ts';
import type { ServiceRef } from '../../../shared/model/service.ts';
import type { App } from '../../live/app.svelte.ts';

/** A node's line on the page of one Service. */
export interface ServingLine {
  readonly key: string;
  readonly serving: NodeService;
  readonly node: NodeRow | undefined;
  readonly checks: readonly NodePortCheck[];
}

/** How the nodes serve one Service, and what was found when it was checked from here. */
export class ServingPage {
  readonly #app: App;
  readonly #ref: ServiceRef;
  readonly live;
  checks = $state.raw<readonly NodePortCheck[]>();
  isChecking = $state(false);

  constructor(app: App, ref: ServiceRef) {
    this.#app = app;
    this.#ref = ref;
    this.live = app.serving(ref);
  }

  /** Nodes that answered come first, then those that should, then the others. */
  readonly lines: readonly ServingLine[] = $derived.by(() =>
    this.live.values
      .map((serving): ServingLine => {
        const node = this.#app.nodes(this.#ref.context).get(`${this.#ref.context}/${serving.node}`);
        const checks = (this.checks ?? []).filter((check) => check.node === serving.node);
        return { key: serving.key, serving, node, checks };
      })
      .toSorted((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1)),
  );

  placements(): Promise<PlacementView> {
    return this.#app.call((client) => client.nodes.placements(this.#ref));
  }

  async check(): Promise<void> {
    this.isChecking = true;
    this.checks = await this.#app.attempt((client) => client.nodes.check(this.#ref));
    this.isChecking = false;
  }
}

function rank({ serving, node, checks }: ServingLine): number {
  if (checks.some(({ result }) => result.state === 'open')) return 0;
  const answers = serving.nodePorts.some(({ answer }) => answer === 'answers');
  return answers && node?.ready === 'yes' ? 1 : answers ? 2 : 3;
}

/** Where a node port would be found, each as one would type it; the external addresses first. */
export function urlsOf({ serving, node }: ServingLine): readonly string[] {
  const of = (wanted: string) => (node?.addresses ?? []).filter(({ type }) => type === wanted);
  const hosts = [...of('ExternalIP'), ...of('InternalIP')].map(({ address }) =>
    address.includes(':') ? `[${address}]` : address,
  );
  return hosts.flatMap((host) => serving.nodePorts.map(({ nodePort }) => `${host}:${nodePort}`));
}
