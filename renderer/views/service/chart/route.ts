import type { ServiceDetail } from '../../../../shared/model/endpoint.ts';
import type { ServicePort, ServiceRow } from '../../../../shared/model/service.ts';
import { lanesOf, type Lane } from './lane.ts';

/** One way in: who comes, and through which door. Left to right, top to bottom, as the chart draws them. */
export type Approach =
  | { readonly client: 'internet'; readonly via: 'nothing' }
  | { readonly client: 'internet'; readonly via: 'load-balancer'; readonly address: string; readonly more: number }
  | { readonly client: 'internet'; readonly via: 'pending' }
  | { readonly client: 'internet'; readonly via: 'external-ips'; readonly address: string; readonly more: number }
  | { readonly client: 'nodes'; readonly via: 'node-port'; readonly nodePort: number }
  | { readonly client: 'pods'; readonly via: 'dns'; readonly host: string };

/** Where a route stops, and the fact that says so. */
export type Break =
  | { readonly hop: 'exposure'; readonly why: 'pending' }
  | { readonly hop: 'endpoint'; readonly why: 'no-pod' | 'no-endpoint' | 'no-selector' }
  | { readonly hop: 'endpoint'; readonly why: 'pods-without-endpoint'; readonly pods: number }
  | { readonly hop: 'endpoint'; readonly why: 'no-port'; readonly target: string; readonly ready: number }
  | { readonly hop: 'endpoint'; readonly why: 'none-ready'; readonly total: number };

/** What the chart tells of one Service port, without a single coordinate. */
export interface Route {
  readonly service: ServiceRow;
  readonly port: ServicePort | undefined;
  readonly approaches: readonly Approach[];
  readonly lanes: readonly Lane[];
  readonly counts: { readonly endpoints: number; readonly carrying: number };
  /** Leftmost first; the first one owns the card. */
  readonly breaks: readonly Break[];
  /** Whether the endpoints could be read at all. */
  readonly known: boolean;
}

export function routeOf(detail: ServiceDetail, port: ServicePort | undefined): Route {
  const { service } = detail;
  const lanes = lanesOf(port, detail.endpoints, detail.podsWithoutEndpoint);
  const known = service.type === 'ExternalName' || service.endpoints !== undefined || lanes.length > 0;
  const endpoints = lanes.filter(({ endpoint }) => endpoint);
  return {
    service,
    port,
    approaches: approachesTo(service, port),
    lanes,
    counts: { endpoints: endpoints.length, carrying: endpoints.filter(({ carries }) => carries).length },
    breaks: known ? breaksOf(detail, port, lanes) : pendingBreak(service),
    known,
  };
}

function approachesTo(service: ServiceRow, port: ServicePort | undefined): readonly Approach[] {
  const pods: Approach = { client: 'pods', via: 'dns', host: `${service.name}.${service.namespace}` };
  if (service.type === 'ExternalName') return [pods];
  const nodePort = port?.nodePort;
  const nodes: readonly Approach[] = nodePort === undefined ? [] : [{ client: 'nodes', via: 'node-port', nodePort }];
  return [...internetTo(service), ...nodes, pods];
}

function internetTo({ type, pending, externalAddresses }: ServiceRow): readonly Approach[] {
  const [address, ...others] = externalAddresses;
  const waiting: readonly Approach[] = pending ? [{ client: 'internet', via: 'pending' }] : [];
  if (address === undefined) return pending ? waiting : [{ client: 'internet', via: 'nothing' }];
  const via = type === 'LoadBalancer' && !pending ? 'load-balancer' : 'external-ips';
  return [...waiting, { client: 'internet', via, address, more: others.length }];
}

function breaksOf(detail: ServiceDetail, port: ServicePort | undefined, lanes: readonly Lane[]): readonly Break[] {
  const { service } = detail;
  if (service.type === 'ExternalName') return [];
  const atEndpoint = endpointBreak(detail, port, lanes);
  return [...pendingBreak(service), ...(atEndpoint ? [atEndpoint] : [])];
}

function pendingBreak({ pending }: ServiceRow): readonly Break[] {
  return pending ? [{ hop: 'exposure', why: 'pending' }] : [];
}

function endpointBreak(
  { service, podsWithoutEndpoint, gaps }: ServiceDetail,
  port: ServicePort | undefined,
  lanes: readonly Lane[],
): Break | undefined {
  const endpoints = lanes.filter(({ endpoint }) => endpoint);
  if (endpoints.some(({ carries }) => carries)) return undefined;
  const ready = endpoints.filter(({ state }) => state === 'ready').length;
  if (ready > 0) return { hop: 'endpoint', why: 'no-port', target: String(port?.targetPort ?? ''), ready };
  if (endpoints.length > 0) return { hop: 'endpoint', why: 'none-ready', total: endpoints.length };
  if (podsWithoutEndpoint.length > 0)
    return { hop: 'endpoint', why: 'pods-without-endpoint', pods: podsWithoutEndpoint.length };
  if (!service.selector) return { hop: 'endpoint', why: 'no-selector' };
  const blind = gaps.some(({ params }) => String(params['resource'] ?? '').startsWith('pods'));
  return { hop: 'endpoint', why: blind ? 'no-endpoint' : 'no-pod' };
}

/** Why lanes get no connections, each reason counted, the most frequent first. `undefined` where none is given. */
export function countReasons(lanes: readonly Lane[]): readonly { reason: string | undefined; count: number }[] {
  const counts = new Map<string | undefined, number>();
  for (const { reason } of lanes) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}
