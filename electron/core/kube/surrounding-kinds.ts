import type {
  Autoscaler,
  Claim,
  Endpoints,
  HttpRoute,
  Ingress,
  NetworkPolicy,
  Obj,
  Workload,
} from '../diagnosis/objects.ts';
import { annotationsOfIngress } from '../costs/ingress-kind.ts';
import { keep, keepMeta, keepNotes } from './keep.ts';
import type { Kind } from './kinds.ts';
import type { KubeObject, Node } from './objects.ts';

type Watched<T extends Obj> = Omit<T, 'kind' | 'apiVersion' | 'metadata'> & KubeObject;

/** What stands around Services and Pods: watched only while somebody looks at what they tell of. */
export interface Surroundings {
  readonly endpoints: Watched<Endpoints>;
  readonly deployments: Watched<Workload>;
  readonly replicasets: Watched<Workload>;
  readonly statefulsets: Watched<Workload>;
  readonly daemonsets: Watched<Workload>;
  readonly jobs: Watched<Workload>;
  readonly horizontalpodautoscalers: Watched<Autoscaler>;
  readonly nodes: Node;
  readonly networkpolicies: Watched<NetworkPolicy>;
  readonly ingresses: Watched<Ingress>;
  readonly httproutes: Watched<HttpRoute>;
  readonly persistentvolumeclaims: Watched<Claim>;
}

const workload = (group: string, resource: string): Kind<Watched<Workload>> => ({
  group,
  resource,
  namespaced: true,
  project: ({ metadata, spec, status }) => ({
    metadata: keepMeta(metadata, 'labels', 'ownerReferences'),
    spec: {
      ...keep(spec, 'replicas', 'paused', 'serviceName'),
      ...(spec.template?.metadata && { template: { metadata: keep(spec.template.metadata, 'labels') } }),
    },
    ...(status && { status: keep(status, 'conditions') }),
  }),
});

const networking = { group: 'networking.k8s.io', namespaced: true } as const;

export const surroundings: { readonly [K in keyof Surroundings]: Kind<Surroundings[K]> } = {
  endpoints: {
    resource: 'endpoints',
    group: '',
    namespaced: true,
    project: ({ metadata, subsets }) => ({
      metadata: keepMeta(metadata, 'labels', 'annotations'),
      ...(subsets && { subsets: subsets.map((one) => keep(one, 'addresses', 'notReadyAddresses')) }),
    }),
  },
  deployments: workload('apps', 'deployments'),
  replicasets: workload('apps', 'replicasets'),
  statefulsets: workload('apps', 'statefulsets'),
  daemonsets: workload('apps', 'daemonsets'),
  jobs: workload('batch', 'jobs'),
  horizontalpodautoscalers: {
    resource: 'horizontalpodautoscalers',
    group: 'autoscaling',
    version: 'v2',
    namespaced: true,
    project: ({ metadata, spec, status }) => ({
      metadata: keepMeta(metadata),
      spec: keep(spec, 'scaleTargetRef', 'minReplicas'),
      ...(status && { status: keep(status, 'conditions') }),
    }),
  },
  nodes: {
    resource: 'nodes',
    group: '',
    namespaced: false,
    // A heartbeat changes nothing that is kept: what a rule reads of conditions is how they stand.
    project: ({ metadata, spec, status }) => ({
      metadata: keepMeta(metadata, 'labels'),
      ...(spec && { spec: keep(spec, 'providerID', 'unschedulable', 'taints') }),
      ...(status && {
        status: {
          ...keep(status, 'addresses', 'capacity', 'allocatable'),
          ...(status.conditions && {
            conditions: status.conditions.map((one) => keep(one, 'type', 'status', 'reason', 'lastTransitionTime')),
          }),
          ...(status.nodeInfo && { nodeInfo: keep(status.nodeInfo, 'kubeletVersion') }),
        },
      }),
    }),
  },
  networkpolicies: {
    ...networking,
    resource: 'networkpolicies',
    project: ({ metadata, spec }) => ({ metadata: keepMeta(metadata), spec }),
  },
  ingresses: {
    ...networking,
    resource: 'ingresses',
    project: ({ metadata, spec, status }) => ({
      metadata: { ...keepMeta(metadata), ...keepNotes(metadata, annotationsOfIngress) },
      ...(spec && { spec: keep(spec, 'defaultBackend', 'rules', 'ingressClassName', 'tls') }),
      ...(status?.loadBalancer?.ingress && { status: { loadBalancer: keep(status.loadBalancer, 'ingress') } }),
    }),
  },
  httproutes: {
    resource: 'httproutes',
    group: 'gateway.networking.k8s.io',
    namespaced: true,
    project: ({ metadata, spec }) => ({ metadata: keepMeta(metadata), ...(spec && { spec: keep(spec, 'rules') }) }),
  },
  persistentvolumeclaims: {
    resource: 'persistentvolumeclaims',
    group: '',
    namespaced: true,
    project: ({ metadata, spec, status }) => ({
      metadata: keepMeta(metadata),
      ...(spec && { spec: keep(spec, 'storageClassName') }),
      ...(status && { status: keep(status, 'phase') }),
    }),
  },
};
