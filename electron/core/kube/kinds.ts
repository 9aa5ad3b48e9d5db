import { annotationsOfCost } from '../costs/kind.ts';
import type {
  ContainerStatus,
  EndpointSlice,
  Event,
  KubeObject,
  Namespace,
  Node,
  ObjectMeta,
  Pod,
  Service,
} from './objects.ts';

/** The kinds that Portolan watches, each with its type. */
export interface Kinds {
  readonly services: Service;
  readonly endpointslices: EndpointSlice;
  readonly pods: Pod;
  readonly events: Event;
  readonly namespaces: Namespace;
  readonly nodes: Node;
}

export type KindName = keyof Kinds;

/** How one kind is asked for, cut down and found again. */
export interface Kind<T extends KubeObject> {
  /** RBAC's word for it, which is also the last part of its path. */
  readonly resource: string;
  /** API group; empty for the core one. */
  readonly group: string;
  readonly namespaced: boolean;
  /** Keeps only what the app reads, so that 10,000 of them stay small. */
  readonly project: (raw: T) => T;
  /** What an object belongs to, for kinds that are looked up by it. */
  readonly owner?: (object: T) => string | undefined;
}

const SERVICE_NAME = 'kubernetes.io/service-name';

export const kinds: { readonly [K in KindName]: Kind<Kinds[K]> } = {
  services: {
    resource: 'services',
    group: '',
    namespaced: true,
    project: ({ metadata, spec, status }) => ({
      metadata: { ...keepMeta(metadata, 'labels'), ...annotationsOf(metadata) },
      spec: keep(spec, ...SERVICE_SPEC),
      ...(status?.loadBalancer?.ingress && {
        status: { loadBalancer: { ingress: status.loadBalancer.ingress.map((one) => keep(one, 'ip', 'hostname')) } },
      }),
    }),
  },
  endpointslices: {
    resource: 'endpointslices',
    group: 'discovery.k8s.io',
    namespaced: true,
    project: ({ metadata, addressType, endpoints, ports }) => ({
      metadata: keepMeta(metadata, 'labels'),
      addressType,
      endpoints: (endpoints ?? []).map((one) => keep(one, ...SLICE_ENDPOINT)),
      ports: (ports ?? []).map((one) => keep(one, 'name', 'port', 'protocol')),
    }),
    owner: ({ metadata }) => {
      const service = metadata.labels?.[SERVICE_NAME];
      return service === undefined ? undefined : `${metadata.namespace ?? ''}/${service}`;
    },
  },
  pods: {
    resource: 'pods',
    group: '',
    namespaced: true,
    project: ({ metadata, spec, status }) => {
      const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy !== undefined);
      return {
        metadata: keepMeta(metadata, 'labels'),
        spec: {
          ...keep(spec, 'nodeName'),
          ...(spec.enableServiceLinks === false && { enableServiceLinks: false }),
          ...(sidecars.length > 0 && { initContainers: sidecars.map((one) => keep(one, 'name', 'restartPolicy')) }),
        },
        ...(status && { status: projectPodStatus(status) }),
      };
    },
  },
  events: {
    resource: 'events',
    group: '',
    namespaced: true,
    project: (raw) => ({
      ...keep(raw, ...EVENT),
      metadata: keepMeta(raw.metadata),
      involvedObject: keep(raw.involvedObject, 'kind', 'namespace', 'name'),
      ...(raw.series && { series: keep(raw.series, 'count', 'lastObservedTime') }),
      ...(raw.source && { source: keep(raw.source, 'component') }),
    }),
    owner: ({ involvedObject: { kind = '', namespace = '', name = '' } }) => `${kind}/${namespace}/${name}`,
  },
  namespaces: {
    resource: 'namespaces',
    group: '',
    namespaced: false,
    project: ({ metadata }) => ({ metadata: keepMeta(metadata) }),
  },
  nodes: {
    resource: 'nodes',
    group: '',
    namespaced: false,
    // A heartbeat every few seconds must not come out as a change.
    project: ({ metadata, spec, status }) => ({
      metadata: keepMeta(metadata, 'labels'),
      ...(spec && { spec: keep(spec, 'providerID', 'unschedulable', 'taints') }),
      ...(status && { status: projectNodeStatus(status) }),
    }),
  },
};

/** Where one kind is listed and watched: everywhere, or in one namespace. */
export function listPath({ group, resource }: Pick<Kind<never>, 'group' | 'resource'>, namespace?: string): string {
  const root = group === '' ? '/api/v1' : `/apis/${group}/v1`;
  return namespace === undefined
    ? `${root}/${resource}`
    : `${root}/namespaces/${encodeURIComponent(namespace)}/${resource}`;
}

/** `namespace/name`, or the name alone at the cluster scope: what an object is stored under. */
export function objectKey({ metadata: { namespace, name } }: KubeObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

const SERVICE_SPEC = [
  'type',
  'clusterIP',
  'clusterIPs',
  'externalIPs',
  'externalName',
  'externalTrafficPolicy',
  'healthCheckNodePort',
  'internalTrafficPolicy',
  'ipFamilies',
  'ipFamilyPolicy',
  'loadBalancerClass',
  'ports',
  'publishNotReadyAddresses',
  'selector',
  'sessionAffinity',
  'sessionAffinityConfig',
] as const;

const SLICE_ENDPOINT = ['addresses', 'conditions', 'hostname', 'nodeName', 'zone', 'hints', 'targetRef'] as const;

const EVENT = [
  'reason',
  'message',
  'type',
  'count',
  'firstTimestamp',
  'lastTimestamp',
  'eventTime',
  'reportingComponent',
] as const;

const META = ['name', 'namespace', 'uid', 'resourceVersion', 'creationTimestamp', 'deletionTimestamp'] as const;

function keepMeta(metadata: ObjectMeta, ...more: readonly 'labels'[]): ObjectMeta {
  return keep(metadata, ...META, ...more);
}

function projectPodStatus(status: NonNullable<Pod['status']>): NonNullable<Pod['status']> {
  const { conditions, podIPs, containerStatuses, initContainerStatuses } = status;
  return {
    ...keep(status, 'phase', 'reason'),
    ...(podIPs && { podIPs: podIPs.map((one) => keep(one, 'ip')) }),
    ...(conditions && { conditions: conditions.map((one) => keep(one, 'type', 'status', 'reason')) }),
    ...(containerStatuses && { containerStatuses: containerStatuses.map(projectContainer) }),
    ...(initContainerStatuses && { initContainerStatuses: initContainerStatuses.map(projectContainer) }),
  };
}

function annotationsOf({ annotations = {} }: ObjectMeta): Pick<ObjectMeta, 'annotations'> {
  const kept = annotationsOfCost.filter((name) => annotations[name] !== undefined);
  return kept.length === 0
    ? {}
    : { annotations: Object.fromEntries(kept.map((name) => [name, annotations[name] ?? ''])) };
}

function projectNodeStatus(status: NonNullable<Node['status']>): NonNullable<Node['status']> {
  const { conditions, nodeInfo } = status;
  return {
    ...keep(status, 'addresses', 'capacity', 'allocatable'),
    ...(conditions && {
      conditions: conditions.map((one) => keep(one, 'type', 'status', 'reason', 'lastTransitionTime')),
    }),
    ...(nodeInfo && { nodeInfo: keep(nodeInfo, 'kubeletVersion') }),
  };
}

function projectContainer(container: ContainerStatus): ContainerStatus {
  const { running, waiting, terminated } = container.state ?? {};
  return {
    ...keep(container, 'name', 'ready', 'restartCount', 'started'),
    state: {
      ...(running && { running: keep(running, 'startedAt') }),
      ...(waiting && { waiting: keep(waiting, 'reason') }),
      ...(terminated && { terminated: keep(terminated, 'reason', 'exitCode', 'signal') }),
    },
  };
}

/** A copy of `object` with only these fields, those that it has. */
function keep<T extends object, K extends keyof T>(object: T, ...fields: readonly K[]): Pick<T, K> {
  const kept: Partial<Pick<T, K>> = {};
  for (const field of fields) if (object[field] !== undefined) kept[field] = object[field];
  // Whatever was required is there: it was in the object.
  return kept as Pick<T, K>;
}
