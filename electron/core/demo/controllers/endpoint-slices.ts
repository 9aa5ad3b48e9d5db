import type { DemoObject } from '../registry.ts';
import {
  as,
  isPodOver,
  isPodReady,
  timestamp,
  type Container,
  type Labels,
  type Node,
  type Pod,
  type Service,
  type ServicePort,
  type SliceEndpoint,
  type SlicePort,
} from '../shapes.ts';
import { keyOf, type Controller, type ControllerContext } from './controller.ts';
import { syncSlices, type WantedSlices } from './slice-sync.ts';

const ZONE = 'topology.kubernetes.io/zone';
const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';
const HEADLESS = 'service.kubernetes.io/headless';
const RESERVED = ['kubernetes.io/service-name', 'endpointslice.kubernetes.io/managed-by', HEADLESS];
export const SLICE_CONTROLLER = 'endpointslice-controller.k8s.io';

/** Services with a selector get the slices that their pods make up. Others keep what they have. */
export function endpointSliceController(context: ControllerContext): Controller {
  const { informer, registry, recorder } = context;
  const record = recorder('endpoint-slice-controller');
  return {
    concerns: (object) => concernedServices(context, object),
    reconcile: (namespace, name) => {
      const service = as('Service', registry.get({ kind: 'Service', namespace, name }));
      if (!service || service.metadata.deletionTimestamp !== undefined || !hasPods(service)) return undefined;
      const nodes = new Map(informer.list('Node').map((node) => [node.metadata.name, node]));
      const pods = informer.selectedPods(namespace, service.spec.selector);
      const wanted = wantedSlices(service, pods, nodes);
      for (const message of missingNodes(service, pods, nodes)) {
        record(service, { type: 'Warning', reason: 'FailedToUpdateEndpointSlices', message });
      }
      syncSlices({
        context,
        owner: service,
        existing: informer.slicesOf(namespace, name).filter(({ metadata }) => isOurs(metadata.labels)),
        groups: wanted,
        labelsOf: (present) => sliceLabels(service, present),
        annotations: { [TRIGGER_TIME]: timestamp(context.clock.now()) },
      });
      return undefined;
    },
  };
}

function isOurs(labels: Labels | undefined): boolean {
  return labels?.['endpointslice.kubernetes.io/managed-by'] === SLICE_CONTROLLER;
}

/** The Services whose endpoints hang on this object. */
export function concernedServices({ informer }: ControllerContext, object: DemoObject): readonly string[] {
  const { namespace = '', labels } = object.metadata;
  switch (object.kind) {
    case 'Service':
      return [keyOf(object)];
    case 'Pod':
      return informer.servicesSelecting(namespace, labels).map(keyOf);
    case 'EndpointSlice':
      return isOurs(labels) ? [`${namespace}/${labels?.['kubernetes.io/service-name'] ?? ''}`] : [];
    default:
      return [];
  }
}

export function hasPods({ spec }: Service): boolean {
  return spec.selector !== undefined && spec.type !== 'ExternalName';
}

/**
 * The endpoints of a Service, by address family and by what its ports come to: pods that resolve a named targetPort
 * differently, or not at all, stand in different groups. A family without any is a group without ports.
 */
export function wantedSlices(
  service: Service,
  pods: readonly Pod[],
  nodes: ReadonlyMap<string, Node>,
): readonly WantedSlices[] {
  return (service.spec.ipFamilies ?? ['IPv4']).flatMap((addressType) => {
    const groups = new Map<string, { ports: SlicePort[]; endpoints: SliceEndpoint[] }>();
    for (const pod of pods) {
      const node = nodes.get(pod.spec.nodeName ?? '');
      const addresses = addressesOf(pod, addressType);
      if (isPodOver(pod) || addresses.length === 0) continue;
      if (!node && service.spec.publishNotReadyAddresses !== true) continue;
      const ports = resolvePorts(service, pod);
      const key = JSON.stringify(ports);
      const group = groups.get(key) ?? { ports, endpoints: [] };
      groups.set(key, group);
      group.endpoints.push(endpointOf({ service, pod, node, addresses }));
    }
    if (groups.size === 0) return [{ addressType, ports: [], endpoints: [] }];
    return [...groups.values()].map((group) => ({ addressType, ...group }));
  });
}

/** What the Service's ports are in this pod. A name that none of its containers declares is left out. */
export function resolvePorts({ spec }: Service, pod: Pod): SlicePort[] {
  return (spec.ports ?? []).flatMap((port) => {
    const { name = '', protocol = 'TCP', appProtocol } = port;
    const number = targetOf(port, pod);
    if (number === undefined) return [];
    return [{ name, port: number, protocol, ...(appProtocol !== undefined && { appProtocol }) }];
  });
}

function targetOf({ port, targetPort = port, protocol = 'TCP' }: ServicePort, { spec }: Pod): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const isWanted = (one: NonNullable<Container['ports']>[number]): boolean =>
    one.name === targetPort && (one.protocol ?? 'TCP') === protocol;
  return [...spec.containers, ...sidecars].flatMap(({ ports = [] }) => ports).find(isWanted)?.containerPort;
}

interface EndpointParts {
  readonly service: Service;
  readonly pod: Pod;
  readonly node: Node | undefined;
  readonly addresses: readonly string[];
}

function endpointOf({ service, pod, node, addresses }: EndpointParts): SliceEndpoint {
  const { name, namespace, uid, deletionTimestamp } = pod.metadata;
  const { hostname = '', subdomain, nodeName } = pod.spec;
  const { publishNotReadyAddresses, trafficDistribution = '' } = service.spec;
  const serving = isPodReady(pod);
  const terminating = deletionTimestamp !== undefined;
  const ready = publishNotReadyAddresses === true || (serving && !terminating);
  const zone = node?.metadata.labels?.[ZONE];
  const hasHint = ready && zone !== undefined && /^Prefer(Close|SameZone|SameNode)$/.test(trafficDistribution);
  return {
    addresses,
    conditions: { ready, serving, terminating },
    ...(hasHint && { hints: hints(zone, trafficDistribution === 'PreferSameNode' ? nodeName : undefined) }),
    ...(hostname !== '' && subdomain === service.metadata.name && { hostname }),
    ...(nodeName !== undefined && { nodeName }),
    targetRef: { kind: 'Pod', ...(namespace !== undefined && { namespace }), name, uid },
    ...(zone !== undefined && { zone }),
  };
}

function hints(zone: string, node: string | undefined): object {
  return { ...(node !== undefined && { forNodes: [{ name: node }] }), forZones: [{ name: zone }] };
}

export function addressesOf({ status }: Pod, addressType: string): readonly string[] {
  const isWanted = (ip: string): boolean => ip.includes(':') === (addressType === 'IPv6');
  return (status?.podIPs ?? []).map(({ ip }) => ip).filter(isWanted);
}

function missingNodes(service: Service, pods: readonly Pod[], nodes: ReadonlyMap<string, Node>): readonly string[] {
  if (service.spec.publishNotReadyAddresses === true) return [];
  const { namespace = '', name } = service.metadata;
  return pods.flatMap(({ metadata, spec: { nodeName }, status }) =>
    nodeName === undefined || status?.podIP === undefined || nodes.has(nodeName)
      ? []
      : `Error updating Endpoint Slices for Service ${namespace}/${name}: skipping Pod ${metadata.name} for Service ${namespace}/${name}: Node ${nodeName} Not Found`,
  );
}

/**
 * The Service's labels on a slice. One that is there is only touched when those differ: a Service that stopped being
 * headless leaves the mark on its slices until then, as the real controller does.
 */
export function sliceLabels(service: Service, present: Labels | undefined): Labels {
  const own = withoutReserved(service.metadata.labels);
  if (present) {
    const there = withoutReserved(present);
    const isSame = there.length === own.length && own.every(([key, value]) => present[key] === value);
    if (isSame) return present;
  }
  return {
    ...Object.fromEntries(own),
    'endpointslice.kubernetes.io/managed-by': SLICE_CONTROLLER,
    'kubernetes.io/service-name': service.metadata.name,
    ...(service.spec.clusterIP === 'None' && { [HEADLESS]: '' }),
  };
}

function withoutReserved(labels: Labels = {}): readonly (readonly [string, string])[] {
  return Object.entries(labels).filter(([key]) => !RESERVED.includes(key));
}
