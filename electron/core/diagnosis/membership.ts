import type { ClusterFacts } from './cluster-facts.ts';
import { namespaceOf } from './index-by.ts';
import type { EndpointSlice, Pod, Service, ServicePort, SliceEndpoint } from './objects.ts';
import {
  addressesOf,
  familyOf,
  hasNode,
  isFinished,
  isReady,
  isTerminating,
  protocolOf,
  resolvePort,
} from './pod-facts.ts';

/** One endpoint of one Service port, whatever slices repeat it. */
export interface Reached {
  readonly address: string;
  readonly port: number;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  readonly node: string | undefined;
  readonly pod: string | undefined;
}

/** What is behind one port of a Service. */
export interface PortReach {
  readonly port: ServicePort;
  /** As findings name it: `http (80/TCP)`. */
  readonly label: string;
  readonly index: number;
  readonly endpoints: readonly Reached[];
  readonly ready: number;
}

/**
 * The slices that the EndpointSlice controller makes of these Pods, by its rules: needed where slices were not read
 * or do not exist yet (a manifest).
 */
export function expectedSlices(service: Service, pods: readonly Pod[], cluster: ClusterFacts): EndpointSlice[] {
  const { ports = [], ipFamilies = ['IPv4'], publishNotReadyAddresses = false } = service.spec;
  const slices = new Map<string, EndpointSlice & { readonly endpoints: SliceEndpoint[] }>();
  for (const pod of pods) {
    if (isFinished(pod) || (!publishNotReadyAddresses && !hasNode(cluster, pod))) continue;
    const resolved = ports.flatMap((port) => {
      const number = resolvePort(pod, port);
      return number === undefined ? [] : [{ name: port.name ?? '', port: number, protocol: protocolOf(port) }];
    });
    for (const family of ipFamilies) {
      const addresses = addressesOf(pod).filter((address) => familyOf(address) === family);
      if (addresses.length === 0) continue;
      const key = `${family} ${JSON.stringify(resolved)}`;
      const slice = slices.get(key) ?? {
        kind: 'EndpointSlice',
        metadata: sliceMeta(service, slices.size + 1),
        addressType: family,
        ports: resolved,
        endpoints: [],
      };
      slices.set(key, slice);
      slice.endpoints.push({
        addresses,
        conditions: {
          ready: publishNotReadyAddresses || (isReady(pod) && !isTerminating(pod)),
          serving: isReady(pod),
          terminating: isTerminating(pod),
        },
        ...(pod.spec.nodeName !== undefined && { nodeName: pod.spec.nodeName }),
        targetRef: { kind: 'Pod', name: pod.metadata.name },
      });
    }
  }
  if (slices.size === 0) return ipFamilies.map((family) => placeholder(service, family));
  return [...slices.values()];
}

/** Says that the controller was there and found nothing. */
function placeholder(service: Service, addressType: string): EndpointSlice {
  return { kind: 'EndpointSlice', metadata: sliceMeta(service, 1), addressType, ports: [], endpoints: [] };
}

function sliceMeta(service: Service, index: number): EndpointSlice['metadata'] {
  const { name } = service.metadata;
  return {
    name: `${name}-${index}`,
    namespace: namespaceOf(service),
    labels: {
      'kubernetes.io/service-name': name,
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    },
  };
}

/** Which endpoints each port of the Service has: a Pod that is ready may still lack a port. */
export function reachOf(ports: readonly ServicePort[], slices: readonly EndpointSlice[]): readonly PortReach[] {
  return ports.map((port, index) => {
    const found = new Map<string, Reached>();
    for (const slice of slices) {
      for (const one of slice.ports ?? []) {
        if ((one.name ?? '') !== (port.name ?? '') || protocolOf(one) !== protocolOf(port)) continue;
        for (const endpoint of slice.endpoints ?? []) collect(found, endpoint, one.port ?? port.port);
      }
    }
    const endpoints = [...found.values()];
    const label = `${port.name === undefined ? '' : `${port.name} `}${port.port}/${protocolOf(port)}`;
    return { port, label, index, endpoints, ready: endpoints.filter(({ ready }) => ready).length };
  });
}

function collect(found: Map<string, Reached>, endpoint: SliceEndpoint, port: number): void {
  const { ready = true, serving = true, terminating = false } = endpoint.conditions ?? {};
  for (const address of endpoint.addresses) {
    const key = `${address} ${port}`;
    const before = found.get(key);
    if (before?.ready) continue;
    found.set(key, {
      address,
      port,
      ready,
      serving,
      terminating,
      node: endpoint.nodeName,
      pod: endpoint.targetRef?.kind === 'Pod' ? endpoint.targetRef.name : undefined,
    });
  }
}
