import { isSame } from '../../json.ts';
import {
  as,
  isPodOver,
  isPodReady,
  timestamp,
  type EndpointAddress,
  type EndpointSubset,
  type Labels,
  type Pod,
  type Service,
} from '../shapes.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { addressesOf, concernedServices, hasPods, resolvePorts } from './endpoint-slices.ts';

const HEADLESS = 'service.kubernetes.io/headless';
const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';
const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity';
const MAX_ADDRESSES = 1_000;

/** The old Endpoints object beside a Service's slices, which kubectl and others still read. */
export function endpointsController(context: ControllerContext): Controller {
  const { registry, informer, clock } = context;
  return {
    concerns: (object) => (object.kind === 'EndpointSlice' ? [] : concernedServices(context, object)),
    reconcile: (namespace, name) => {
      const ref = { kind: 'Endpoints', namespace, name } as const;
      const present = as('Endpoints', registry.get(ref));
      const service = as('Service', registry.get({ kind: 'Service', namespace, name }));
      if (!service) {
        if (present) registry.delete(ref);
        return undefined;
      }
      if (!hasPods(service)) return undefined;
      const all = wantedSubsets(service, informer.selectedPods(namespace, service.spec.selector));
      const { subsets, isTruncated } = truncate(all);
      const labels = endpointsLabels(service);
      const isUnchanged = present && isSame(present.subsets ?? [], subsets);
      if (isUnchanged && hasLabels(present.metadata.labels, service)) return undefined;
      const { [OVER_CAPACITY]: _, ...annotations } = present?.metadata.annotations ?? {};
      const metadata = {
        labels,
        annotations: {
          ...annotations,
          [TRIGGER_TIME]: timestamp(clock.now()),
          ...(isTruncated && { [OVER_CAPACITY]: 'truncated' }),
        },
      };
      const body = subsets.length > 0 ? { subsets } : {};
      if (!present) {
        registry.create({ apiVersion: 'v1', kind: 'Endpoints', metadata: { namespace, name, ...metadata }, ...body });
      } else {
        registry.update(ref, ({ subsets: _old, ...object }) => ({
          ...object,
          metadata: { ...object.metadata, ...metadata },
          ...body,
        }));
      }
      return undefined;
    },
  };
}

function endpointsLabels({ metadata, spec }: Service): Labels {
  return {
    ...metadata.labels,
    [MANAGED_BY]: 'endpoint-controller',
    ...(spec.clusterIP === 'None' && { [HEADLESS]: '' }),
  };
}

/** The mark of a headless Service alone is no reason to write: the real controller leaves it until the next change. */
function hasLabels(present: Labels = {}, { metadata }: Service): boolean {
  const { [HEADLESS]: _headless, [MANAGED_BY]: _manager, ...own } = present;
  return isSame({ ...own }, { ...metadata.labels });
}

type PlainPort = NonNullable<EndpointSubset['ports']>[number];

interface PortGroup {
  readonly ports: PlainPort[];
  readonly ready: EndpointAddress[];
  readonly unready: EndpointAddress[];
}

/**
 * The ready and unready addresses of each port; ports that have the same ones share a subset. Terminating pods and
 * ports that a pod doesn't have are none of them.
 */
export function wantedSubsets(service: Service, pods: readonly Pod[]): readonly EndpointSubset[] {
  const [family = 'IPv4'] = service.spec.ipFamilies ?? [];
  const { publishNotReadyAddresses = false, ports: servicePorts = [] } = service.spec;
  const byPort = new Map<string, PortGroup>();
  for (const pod of [...pods].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))) {
    const [ip] = addressesOf(pod, family);
    const isLeaving = pod.metadata.deletionTimestamp !== undefined && !publishNotReadyAddresses;
    if (ip === undefined || isPodOver(pod) || isLeaving) continue;
    const ports = resolvePorts(service, pod).map(({ name, ...port }) => ({ ...(name !== '' && { name }), ...port }));
    for (const port of servicePorts.length === 0 ? [undefined] : ports) {
      const key = port ? JSON.stringify(port) : '';
      const group = byPort.get(key) ?? { ports: port ? [port] : [], ready: [], unready: [] };
      byPort.set(key, group);
      (publishNotReadyAddresses || isPodReady(pod) ? group.ready : group.unready).push(addressOf(ip, service, pod));
    }
  }
  return [...withSameAddresses([...byPort.values()])].map(({ ports, ready, unready }) => ({
    ...(ready.length > 0 && { addresses: ready }),
    ...(unready.length > 0 && { notReadyAddresses: unready }),
    ...(ports.length > 0 && { ports }),
  }));
}

function withSameAddresses(groups: readonly PortGroup[]): Iterable<PortGroup> {
  const merged = new Map<string, PortGroup>();
  for (const group of groups) {
    const key = JSON.stringify([group.ready, group.unready]);
    const same = merged.get(key);
    if (same) same.ports.push(...group.ports);
    else merged.set(key, group);
  }
  return merged.values();
}

function addressOf(ip: string, { metadata }: Service, pod: Pod): EndpointAddress {
  const { nodeName, hostname = '', subdomain } = pod.spec;
  const { namespace, name, uid } = pod.metadata;
  return {
    ...(hostname !== '' && subdomain === metadata.name && { hostname }),
    ip,
    ...(nodeName !== undefined && { nodeName }),
    targetRef: { kind: 'Pod', name, ...(namespace !== undefined && { namespace }), uid },
  };
}

/** Unready addresses go first when there are too many. */
function truncate(subsets: readonly EndpointSubset[]): { subsets: readonly EndpointSubset[]; isTruncated: boolean } {
  let left = MAX_ADDRESSES;
  const take = (addresses: readonly EndpointAddress[] = []): readonly EndpointAddress[] => {
    const taken = addresses.slice(0, left);
    left -= taken.length;
    return taken;
  };
  const count = subsets.reduce(
    (sum, one) => sum + (one.addresses?.length ?? 0) + (one.notReadyAddresses?.length ?? 0),
    0,
  );
  if (count <= MAX_ADDRESSES) return { subsets, isTruncated: false };
  const ready = subsets.map(({ addresses }) => take(addresses));
  const cut = subsets.map(({ ports, notReadyAddresses }, index) => {
    const [addresses = [], unready] = [ready[index], take(notReadyAddresses)];
    return {
      ...(addresses.length > 0 && { addresses }),
      ...(unready.length > 0 && { notReadyAddresses: unready }),
      ...(ports && { ports }),
    };
  });
  return { subsets: cut.filter((one) => one.addresses ?? one.notReadyAddresses), isTruncated: true };
}
