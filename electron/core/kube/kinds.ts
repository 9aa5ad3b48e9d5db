import { annotationsOfCost } from '../costs/kind.ts';
import { surroundings, type Surroundings } from './surrounding-kinds.ts';
import { keep, keepMeta, keepNotes } from './keep.ts';
import { projectPod } from './project-pod.ts';
import type { EndpointSlice, Event, KubeObject, Namespace, Pod, Service } from './objects.ts';

/** The kinds that Portolan watches, each with its type. */
export interface Kinds extends Surroundings {
  readonly services: Service;
  readonly endpointslices: EndpointSlice;
  readonly pods: Pod;
  readonly events: Event;
  readonly namespaces: Namespace;
}

export type KindName = keyof Kinds;

/** How one kind is asked for, cut down and found again. */
export interface Kind<T extends KubeObject> {
  /** RBAC's word for it, which is also the last part of its path. */
  readonly resource: string;
  /** API group; empty for the core one. */
  readonly group: string;
  /** `v1` unless told. */
  readonly version?: string;
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
      metadata: { ...keepMeta(metadata, 'labels', 'finalizers'), ...keepNotes(metadata, telling) },
      spec: keep(spec, ...SERVICE_SPEC),
      ...((status?.loadBalancer?.ingress || status?.conditions?.length) && {
        status: {
          ...(status.conditions?.length && { conditions: status.conditions }),
          ...(status.loadBalancer?.ingress && {
            loadBalancer: { ingress: status.loadBalancer.ingress.map((one) => keep(one, 'ip', 'hostname', 'ports')) },
          }),
        },
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
    project: projectPod,
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
    project: ({ metadata }) => ({ metadata: keepMeta(metadata, 'labels') }),
  },
  ...surroundings,
};

/** Where one kind is listed and watched: everywhere, or in one namespace. */
export function listPath(
  { group, version = 'v1', resource }: Pick<Kind<never>, 'group' | 'version' | 'resource'>,
  namespace?: string,
): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
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
  'loadBalancerIP',
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

/** The annotations that say what a Service is and costs: the others are everybody's notes. */
const telling: readonly string[] = ['service.beta.kubernetes.io/load-balancer-source-ranges', ...annotationsOfCost];
