import { failure, type Failure } from '../../../shared/failure.ts';
import type { EndpointView } from '../../../shared/model/endpoint.ts';
import type { ServicePort, ServiceRow } from '../../../shared/model/service.ts';
import { seenFrom } from './topology.ts';

/** An endpoint that a connection can go to: a Pod, and the target port as its slices resolved it. */
export interface Candidate {
  readonly key: string;
  readonly namespace: string;
  readonly pod: string;
  readonly uid?: string;
  readonly address: string;
  readonly port: number;
  readonly node?: string;
  readonly zone?: string;
}

export interface Standpoint {
  readonly endpoints: readonly EndpointView[];
  /** The node that the client is thought to be on; empty or left out: none, as for a desktop. */
  readonly asNode?: string;
}

/** Where new connections may go, or why they can go nowhere. */
export type Eligible =
  { readonly candidates: readonly Candidate[] } | { readonly candidates: readonly []; readonly failure: Failure };

/** The Service's entry for `port` that a forward can serve, or why no forward ever can as long as the Service is so. */
export function forwardablePort(service: ServiceRow, port: number): ServicePort | Failure {
  const name = `${service.namespace}/${service.name}`;
  if (service.type === 'ExternalName')
    return failure('forward-external', { service: name, host: service.externalName ?? '' });
  // DNS has the same number twice, once for each protocol.
  const entries = service.ports.filter((entry) => entry.port === port);
  const [first] = entries;
  if (!first) {
    const ports = service.ports.map((entry) => entry.port).join(', ');
    return failure('service-without-port', { service: name, port, ports });
  }
  return (
    entries.find(({ protocol }) => protocol === 'TCP') ??
    failure('forward-protocol', { protocol: first.protocol, port })
  );
}

/**
 * The endpoints that get new connections for a Service port, in an order that slices don't change.
 *
 * As kube-proxy chooses them: the ready ones; when there is none, those that still serve while they terminate.
 * Unlike kube-proxy only those that stand for a Pod, because a forward reaches nothing else.
 */
export function eligible(service: ServiceRow, port: ServicePort, { endpoints, asNode = '' }: Standpoint): Eligible {
  const name = `${service.namespace}/${service.name}`;
  const refuse = (why: Failure): Eligible => ({ candidates: [], failure: why });
  if (endpoints.length === 0) return refuse(failure('no-endpoints', { service: name }));
  const seen = asNode === '' ? endpoints : seenFrom(asNode, service, endpoints);
  if (seen.length === 0) return refuse(failure('none-on-node', { service: name, node: asNode }));

  const open = [
    seen.filter(({ ready }) => ready),
    seen.filter(({ ready, serving, terminating }) => !ready && serving && terminating),
  ].map((group) => group.filter((endpoint) => targetPort(endpoint, port) !== undefined));
  const chosen = open.find((group) => group.length > 0);
  if (!chosen) return refuse(failure('none-ready', { service: name, total: seen.length }));

  const candidates = chosen.flatMap((endpoint) => candidateOf(endpoint, port) ?? []);
  if (candidates.length === 0) return refuse(failure('forward-without-pod', { service: name }));
  return { candidates: candidates.sort((a, b) => (a.key < b.key ? -1 : 1)) };
}

/** The endpoint as a place for connections, whatever its conditions say; undefined when it is none. */
export function candidateOf(endpoint: EndpointView, port: ServicePort): Candidate | undefined {
  const { key, target, node, zone } = endpoint;
  const number = targetPort(endpoint, port);
  if (target?.kind !== 'Pod' || number === undefined) return undefined;
  return {
    key,
    namespace: target.namespace,
    pod: target.name,
    ...(target.uid !== undefined && { uid: target.uid }),
    address: endpoint.addresses[0] ?? '',
    port: number,
    ...(node !== undefined && { node }),
    ...(zone !== undefined && { zone }),
  };
}

/** Slices repeat the Service port's name, and an unnamed port's is empty or missing. */
function targetPort({ ports }: EndpointView, { name = '', protocol }: ServicePort): number | undefined {
  return ports.find((port) => (port.name ?? '') === name && port.protocol === protocol)?.port;
}
