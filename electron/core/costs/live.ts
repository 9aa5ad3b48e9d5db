import { isDeepStrictEqual } from 'node:util';
import type { ClusterCosts } from '../../../shared/model/cost.ts';
import { toFailure } from '../../../shared/failure.ts';
import { apiGroups } from '../exposure/gather.ts';
import type { Cluster } from '../kube/cluster.ts';
import { combine } from '../kube/standing.ts';
import { countEndpoints } from '../services/endpoints.ts';
import { OpenedMap } from '../services/opened.ts';
import type { CostBook } from './cost-book.ts';
import type { CostFacts } from './facts.ts';
import { clusterCosts } from './rows.ts';

/** The costs of a cluster's load balancers, counted anew when one of them, its endpoints, a node or a price changes. */
export function liveCosts(cluster: Cluster, book: CostBook): OpenedMap<ClusterCosts> {
  const services = cluster.watch('services');
  const slices = cluster.watch('endpointslices');
  const nodes = cluster.watch('nodes');
  const ingresses = cluster.watch('ingresses');
  const views = [services, slices, nodes, ingresses];
  const end = new AbortController();
  let groups: readonly string[] | undefined;
  let isAsked = false;
  let stop: () => void = () => undefined;
  const costs = new OpenedMap<ClusterCosts>(() => {
    stop();
    end.abort(new Error('nobody looks any more'));
    for (const view of views) view.close();
  });

  const readyOf: CostFacts['readyOf'] = ({ namespace, name }) =>
    slices.covers(namespace) ? countEndpoints(slices.owned(`${namespace}/${name}`)).ready : undefined;

  const refresh = (): void => {
    const all = combine([services.requiredFreshness, slices.freshness, nodes.freshness, ingresses.freshness]);
    // What an API's groups say decides whether a load balancer costs anything: no claim before it is known.
    const freshness = isAsked || all.state !== 'live' ? all : ({ state: 'loading' } as const);
    if (freshness.state === 'loading') return costs.mark(freshness);
    const counted = clusterCosts({
      context: cluster.context,
      services: [...services.items.values()],
      ingresses: [...ingresses.items.values()],
      readyOf,
      nodes: nodes.covers('') ? [...nodes.items.values()] : undefined,
      groups,
      prices: book.prices,
      settings: book.settings,
    });
    if (!isDeepStrictEqual(counted, costs.items.get(counted.key))) costs.update({ upserts: [counted], freshness });
    else if (!isDeepStrictEqual(freshness, costs.freshness)) costs.mark(freshness);
  };

  const ask = async (): Promise<void> => {
    groups = await apiGroups({ api: cluster.api, signal: end.signal });
    isAsked = true;
    refresh();
  };
  ask().catch((error: unknown) => {
    if (!end.signal.aborted) costs.mark({ state: 'stale', since: 0, failure: toFailure(error) });
  });

  /** Whether a Service's endpoints say if something is paid for in vain: its own load balancer, or an Ingress to it. */
  const decides = (key: string): boolean => {
    const service = services.items.get(key);
    const isBalanced =
      service?.spec.type === 'LoadBalancer' || (service?.status?.loadBalancer?.ingress ?? []).length > 0;
    return isBalanced || ingresses.items.size > 0;
  };
  services.subscribe(refresh);
  slices.subscribe((notice) => {
    if (notice.all || notice.keys.length === 0 || notice.owners.some(decides)) refresh();
  });
  nodes.subscribe(refresh);
  ingresses.subscribe(refresh);
  stop = book.view.subscribe(refresh);
  refresh();
  return costs;
}
