import type { ClusterFacts } from './cluster-facts.ts';
import { namespaceOf } from './index-by.ts';
import { expectedSlices, reachOf, type PortReach } from './membership.ts';
import type { EndpointSlice, Labels, Pod, Service } from './objects.ts';
import { isFinished } from './pod-facts.ts';

/** All that is known of one Service. */
export interface Facts {
  readonly cluster: ClusterFacts;
  readonly service: Service;
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly headless: boolean;
  /** Undefined without one: then endpoints are made by hand. */
  readonly selector: Labels | undefined;
  /** All Pods that the selector takes in. */
  readonly pods: readonly Pod[];
  /** Those that have not finished. */
  readonly live: readonly Pod[];
  readonly slices: readonly EndpointSlice[];
  readonly ports: readonly PortReach[];
  /** How many ready addresses there are, whatever the port. */
  readonly readyAddresses: number;
  /** Who asks, where the diagnosis is for one client. */
  readonly client: Pod | undefined;
}

export function factsOf(cluster: ClusterFacts, service: Service, client?: Pod): Facts {
  const { spec, metadata } = service;
  const namespace = namespaceOf(service);
  const type = spec.type ?? 'ClusterIP';
  const hasSelector = Object.keys(spec.selector ?? {}).length > 0 && type !== 'ExternalName';
  const selector = hasSelector ? (spec.selector ?? undefined) : undefined;
  const pods = selector ? cluster.podsWith(namespace, selector) : [];
  const slices = slicesOf(cluster, service, pods);
  const ready = slices.flatMap(({ endpoints }) =>
    (endpoints ?? []).filter(({ conditions }) => conditions?.ready ?? true).flatMap(({ addresses }) => addresses),
  );
  return {
    cluster,
    service,
    namespace,
    name: metadata.name,
    type,
    headless: spec.clusterIP === 'None',
    selector,
    pods,
    live: pods.filter((pod) => !isFinished(pod)),
    slices,
    ports: reachOf(spec.ports ?? [], slices),
    readyAddresses: new Set(ready).size,
    client,
  };
}

function slicesOf(cluster: ClusterFacts, service: Service, pods: readonly Pod[]): readonly EndpointSlice[] {
  // What an ExternalName has left over is used by nobody.
  if (service.spec.type === 'ExternalName') return [];
  if (cluster.knows('EndpointSlice')) return cluster.slicesOf(namespaceOf(service), service.metadata.name);
  return expectedSlices(service, pods, cluster);
}

/** Whether any port is without a ready endpoint; for a Service without ports, whether all of it is. */
export function isSilent({ ports, readyAddresses }: Facts): boolean {
  return ports.length === 0 ? readyAddresses === 0 : ports.every(({ ready }) => ready === 0);
}
