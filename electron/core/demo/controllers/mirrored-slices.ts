import { as, type Endpoints, type EndpointSubset, type Labels, type SliceEndpoint } from '../shapes.ts';
import { keyOf, type Controller, type ControllerContext } from './controller.ts';
import { syncSlices, type WantedSlices } from './slice-sync.ts';

const MIRROR = 'endpointslicemirroring-controller.k8s.io';
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const NOT_COPIED = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'endpoints.kubernetes.io/last-change-trigger-time',
];

/** Endpoints that a person wrote for a Service without selector become slices too. */
export function mirroringController(context: ControllerContext): Controller {
  const { registry, informer } = context;
  return {
    concerns: (object) => {
      const labels = object.metadata.labels;
      if (object.kind === 'Endpoints' || object.kind === 'Service') return [keyOf(object)];
      if (object.kind !== 'EndpointSlice' || labels?.[MANAGED_BY] !== MIRROR) return [];
      return [`${object.metadata.namespace ?? ''}/${labels['kubernetes.io/service-name'] ?? ''}`];
    },
    reconcile: (namespace, name) => {
      const endpoints = as('Endpoints', registry.get({ kind: 'Endpoints', namespace, name }));
      const service = as('Service', registry.get({ kind: 'Service', namespace, name }));
      const isWanted = endpoints && isMirrored(endpoints) && service && service.spec.selector === undefined;
      const existing = informer.slicesOf(namespace, name).filter((one) => one.metadata.labels?.[MANAGED_BY] === MIRROR);
      if (!isWanted) {
        for (const slice of existing) registry.delete({ kind: 'EndpointSlice', namespace, name: slice.metadata.name });
        return undefined;
      }
      syncSlices({
        context,
        owner: endpoints,
        existing,
        groups: mirroredSlices(endpoints),
        labelsOf: () => ({
          ...endpoints.metadata.labels,
          [MANAGED_BY]: MIRROR,
          'kubernetes.io/service-name': name,
        }),
        annotations: copiedAnnotations(endpoints.metadata.annotations),
      });
      return undefined;
    },
  };
}

function isMirrored({ metadata: { labels, annotations } }: Endpoints): boolean {
  return (
    labels?.['endpointslice.kubernetes.io/skip-mirror'] !== 'true' &&
    annotations?.['control-plane.alpha.kubernetes.io/leader'] === undefined
  );
}

function copiedAnnotations(annotations: Labels = {}): Labels {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => !NOT_COPIED.includes(key)));
}

export function mirroredSlices({ subsets = [] }: Endpoints): readonly WantedSlices[] {
  return subsets.flatMap((subset) => {
    const endpoints = subsetEndpoints(subset);
    const ports = (subset.ports ?? []).map(({ name = '', protocol = 'TCP', ...port }) => ({ name, ...port, protocol }));
    return (['IPv4', 'IPv6'] as const).flatMap((addressType) => {
      const mine = endpoints.filter(({ addresses: [ip = ''] }) => ip.includes(':') === (addressType === 'IPv6'));
      return mine.length === 0 ? [] : [{ addressType, ports, endpoints: mine }];
    });
  });
}

function subsetEndpoints({ addresses = [], notReadyAddresses = [] }: EndpointSubset): readonly SliceEndpoint[] {
  const endpoint = (ready: boolean) => {
    return ({ ip, ...rest }: (typeof addresses)[number]): SliceEndpoint => ({
      addresses: [ip],
      conditions: { ready },
      ...rest,
    });
  };
  return [...addresses.map(endpoint(true)), ...notReadyAddresses.map(endpoint(false))];
}
