import { isDeepStrictEqual } from 'node:util';
import type { NodeService } from '../../../shared/model/node-service.ts';
import type { ServiceRef } from '../../../shared/model/service.ts';
import type { Cluster } from '../kube/cluster.ts';
import { objectKey } from '../kube/kinds.ts';
import type { EndpointSlice, Service } from '../kube/objects.ts';
import { combine } from '../kube/standing.ts';
import { OpenedMap } from '../services/opened.ts';
import { serveOn } from './serve.ts';

/** What a node does for Services, live: those that have endpoints on it, and all that have node ports. */
export function nodeServices(cluster: Cluster, node: string): OpenedMap<NodeService> {
  const services = cluster.watch('services');
  const slices = cluster.watch('endpointslices');
  const found = new OpenedMap<NodeService>(() => {
    services.close();
    slices.close();
  });

  const refresh = (keys: Iterable<string>): void => {
    const upserts: NodeService[] = [];
    const removes: string[] = [];
    for (const key of keys) {
      const service = services.items.get(key);
      const view = service && servedOn(node, service, [...slices.owned(key)]);
      const before = found.items.get(`${node} ${key}`);
      if (view && !isDeepStrictEqual(view, before)) upserts.push(view);
      else if (!view && before) removes.push(before.key);
    }
    tell(found, { upserts, removes }, combine([services.requiredFreshness, slices.freshness]));
  };
  const refreshAll = (): void => {
    const shown = [...found.items.values()].map(({ namespace, name }) => `${namespace}/${name}`);
    refresh(new Set([...services.items.keys(), ...shown]));
  };
  services.subscribe((notice) => (notice.all ? refreshAll() : refresh(notice.keys)));
  slices.subscribe((notice) => (notice.all ? refreshAll() : refresh(notice.owners)));
  refreshAll();
  return found;
}

/** Undefined where the node has neither an endpoint of the Service nor a node port to answer for it. */
function servedOn(node: string, service: Service, slices: readonly EndpointSlice[]): NodeService | undefined {
  const hasNodePort = (service.spec.ports ?? []).some(({ nodePort }) => nodePort !== undefined);
  const isHere = slices.some(({ endpoints }) => (endpoints ?? []).some(({ nodeName }) => nodeName === node));
  // True of most Services, and seen at once.
  if (!hasNodePort && !isHere) return undefined;
  const view = serveOn(node, service, slices);
  return view.here.total > 0 || view.nodePorts.length > 0 ? view : undefined;
}

/** How each node serves one Service, live. */
export function serviceNodes(cluster: Cluster, { namespace, name }: ServiceRef): OpenedMap<NodeService> {
  const services = cluster.watch('services', { namespace, borrow: true });
  const slices = cluster.watch('endpointslices', { namespace, borrow: true });
  const nodes = cluster.watch('nodes');
  const own = `${namespace}/${name}`;
  const found = new OpenedMap<NodeService>(() => {
    for (const view of [services, slices, nodes]) view.close();
  });

  const refresh = (): void => {
    const service = services.items.get(own);
    const owned = [...slices.owned(own)];
    const views = service ? [...nodes.items.values()].map((node) => serveOn(objectKey(node), service, owned)) : [];
    const keys = new Set(views.map(({ key }) => key));
    const upserts = views.filter((view) => !isDeepStrictEqual(view, found.items.get(view.key)));
    const removes = [...found.items.keys()].filter((key) => !keys.has(key));
    const freshness = combine([services.requiredFreshness, slices.freshness, nodes.requiredFreshness]);
    tell(found, { upserts, removes }, freshness);
  };
  services.subscribe((notice) => {
    if (notice.all || notice.keys.length === 0 || notice.keys.includes(own)) refresh();
  });
  slices.subscribe((notice) => {
    if (notice.all || notice.keys.length === 0 || notice.owners.includes(own)) refresh();
  });
  nodes.subscribe(refresh);
  refresh();
  return found;
}

interface Difference {
  readonly upserts: readonly NodeService[];
  readonly removes: readonly string[];
}

function tell(
  found: OpenedMap<NodeService>,
  { upserts, removes }: Difference,
  freshness: OpenedMap<NodeService>['freshness'],
): void {
  if (upserts.length + removes.length > 0) found.update({ upserts, removes, freshness });
  else if (!isDeepStrictEqual(freshness, found.freshness)) found.mark(freshness);
}
