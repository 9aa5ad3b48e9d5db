import type { ApiKind } from './object.ts';

/** How the API serves a kind. */
export interface Resource {
  readonly kind: ApiKind;
  readonly group: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  /** Shown by `kubectl get all`. */
  readonly inAll?: boolean;
  readonly subresources: readonly Subresource[];
}

export type Subresource = 'status' | 'scale' | 'log' | 'portforward' | 'exec';

const workload = { group: 'apps', namespaced: true, inAll: true, subresources: ['scale', 'status'] } as const;
const core = { group: '', namespaced: true } as const;
const networking = { group: 'networking.k8s.io', namespaced: true } as const;

/** Sorted by plural within each group, as discovery lists them. */
export const resources: readonly Resource[] = [
  { ...core, kind: 'Endpoints', plural: 'endpoints', singular: 'endpoints', shortNames: ['ep'], subresources: [] },
  { ...core, kind: 'Event', plural: 'events', singular: 'event', shortNames: ['ev'], subresources: [] },
  {
    ...core,
    kind: 'Namespace',
    plural: 'namespaces',
    singular: 'namespace',
    shortNames: ['ns'],
    namespaced: false,
    subresources: ['status'],
  },
  {
    ...core,
    kind: 'Node',
    plural: 'nodes',
    singular: 'node',
    shortNames: ['no'],
    namespaced: false,
    subresources: ['status'],
  },
  {
    ...core,
    kind: 'Pod',
    plural: 'pods',
    singular: 'pod',
    shortNames: ['po'],
    inAll: true,
    subresources: ['exec', 'log', 'portforward', 'status'],
  },
  {
    ...core,
    kind: 'Service',
    plural: 'services',
    singular: 'service',
    shortNames: ['svc'],
    inAll: true,
    subresources: ['status'],
  },
  { ...workload, kind: 'Deployment', plural: 'deployments', singular: 'deployment', shortNames: ['deploy'] },
  { ...workload, kind: 'ReplicaSet', plural: 'replicasets', singular: 'replicaset', shortNames: ['rs'] },
  { ...workload, kind: 'StatefulSet', plural: 'statefulsets', singular: 'statefulset', shortNames: ['sts'] },
  {
    kind: 'EndpointSlice',
    group: 'discovery.k8s.io',
    plural: 'endpointslices',
    singular: 'endpointslice',
    shortNames: [],
    namespaced: true,
    subresources: [],
  },
  {
    ...networking,
    kind: 'Ingress',
    plural: 'ingresses',
    singular: 'ingress',
    shortNames: ['ing'],
    subresources: ['status'],
  },
  {
    ...networking,
    kind: 'NetworkPolicy',
    plural: 'networkpolicies',
    singular: 'networkpolicy',
    shortNames: ['netpol'],
    subresources: [],
  },
];

const byKind = new Map<ApiKind, Resource>(resources.map((resource) => [resource.kind, resource]));

export function resourceOf(kind: ApiKind): Resource {
  const resource = byKind.get(kind);
  if (!resource) throw new Error(`no resource is known for ${kind}`);
  return resource;
}

export function apiVersionOf({ group }: Pick<Resource, 'group'>): string {
  return group === '' ? 'v1' : `${group}/v1`;
}
