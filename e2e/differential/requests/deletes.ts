import { pod, simple, slice, workload } from '../harness/objects.ts';
import { del, get, merge, post } from '../harness/scenario.ts';
import type { Scenario } from '../harness/scenario.ts';
import type { Fields } from '../harness/values.ts';

const gone = { code: 404 };

/** A Pod that no node takes has no kubelet to end it, and so goes at once. */
const homeless = { nodeSelector: { none: 'such' } };

export const deletes: readonly Scenario[] = [
  {
    name: 'a Service is deleted',
    steps: [post('services', simple('web')), del('services/web'), get('services/web'), del('services/web')],
  },
  {
    name: 'a deletion as a dry run',
    steps: [
      post('services', simple('web')),
      del('services/web?dryRun=All'),
      del('services/web', { dryRun: ['All'] }),
      get('services/web'),
    ],
  },
  {
    name: 'a Service with a finalizer stays until that is gone',
    steps: [
      post('services', simple('web', {}, { finalizers: ['example.com/hold'] })),
      del('services/web'),
      get('services/web'),
      del('services/web'),
      post('services', simple('web')),
      merge('services/web', { metadata: { labels: { still: 'here' } } }),
      merge('services/web', { metadata: { finalizers: ['example.com/hold', 'example.com/more'] } }),
      merge('services/web', { metadata: { finalizers: null } }),
      get('services/web'),
    ],
  },
  {
    name: 'a finalizer that has no domain',
    steps: [post('services', simple('web', {}, { finalizers: ['hold'] }))],
  },
  {
    name: 'a deletion with preconditions',
    steps: [
      post('services', simple('web'), { keep: { uid: 'metadata.uid', version: 'metadata.resourceVersion' } }),
      del('services/web', { preconditions: { uid: '00000000-0000-4000-8000-000000000000' } }),
      del('services/web', { preconditions: { resourceVersion: '1' } }),
      del('services/web', { preconditions: { uid: '{uid}', resourceVersion: '{version}' } }),
    ],
  },
  {
    name: 'a deletion with each propagation policy',
    steps: [
      post('services', simple('a')),
      post('services', simple('b')),
      post('services', simple('c')),
      del('services/a', { propagationPolicy: 'Background' }),
      del('services/b', { propagationPolicy: 'Orphan' }),
      get('services/b', { until: gone }),
      del('services/c', { propagationPolicy: 'Foreground' }),
      get('services/c', { until: gone }),
    ],
  },
  {
    name: 'a collection is deleted by label',
    steps: [
      post('services', simple('a', {}, { labels: { x: '1' } })),
      post('services', simple('b', {}, { labels: { x: '1' } })),
      post('services', simple('c', {}, { labels: { x: '2' } })),
      del('services?labelSelector=x%3D1', undefined, { see: names }),
      get('services', { see: names }),
    ],
  },
  {
    name: 'a Pod without a node goes at once',
    steps: [post('pods', pod('web', homeless)), del('pods/web', undefined, { see: head }), get('pods/web')],
  },
  {
    name: 'a Pod on a node goes after its grace, or at once when asked to',
    steps: [
      post('pods', pod('web')),
      get('pods/web', { until: { 'status.phase': 'Running' }, see: head }),
      del('pods/web?gracePeriodSeconds=0', undefined, { see: head }),
      get('pods/web'),
    ],
  },
  {
    name: 'a Pod with a finalizer waits with its grace',
    steps: [
      post('pods', pod('web', {}, { finalizers: ['example.com/hold'] })),
      get('pods/web', { until: { 'status.phase': 'Running' }, see: head }),
      del('pods/web?gracePeriodSeconds=5', undefined, { see: head }),
      get('pods/web', { until: { 'metadata.deletionGracePeriodSeconds': 0 }, see: head }),
      merge('pods/web', { metadata: { finalizers: null } }, { see: head }),
      get('pods/web', { until: gone }),
    ],
  },
  {
    name: 'an EndpointSlice is deleted',
    steps: [post('endpointslices', slice('web')), del('endpointslices/web'), get('endpointslices/web')],
  },
  {
    name: 'the slices of a Service go with it',
    steps: [
      post('services', simple('web')),
      get('endpointslices', { until: { 'items.length': 1 }, see: names }),
      del('services/web'),
      get('endpointslices', { until: { 'items.length': 0 }, see: names }),
      get('endpoints/web', { until: gone }),
    ],
  },
  {
    name: 'the pods of a Deployment go with it',
    steps: [
      post('deployments', workload('Deployment', 'web')),
      get('pods', { until: { 'items.length': 2 }, see: names }),
      del('deployments/web', { propagationPolicy: 'Background' }),
      get('replicasets', { until: { 'items.length': 0 }, see: names }),
      get('pods', { until: { 'items.length': 0 }, see: names }),
    ],
  },
  {
    name: 'a namespace is deleted with what is in it',
    steps: [
      post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: '{ns}-x' } }),
      post('/api/v1/namespaces/{ns}-x/services', simple('web')),
      del('/api/v1/namespaces/{ns}-x', undefined, { see: phase }),
      get('/api/v1/namespaces/{ns}-x', { until: gone }),
      get('/api/v1/namespaces/{ns}-x/services/web'),
    ],
  },
];

interface Named {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly generateName?: string;
    readonly labels?: Fields;
    readonly deletionGracePeriodSeconds?: number;
  };
  readonly items?: readonly Named[];
  readonly status?: { readonly phase?: string };
}

function names(body: unknown): unknown {
  const { kind, items } = body as Named;
  return {
    kind,
    names: items?.map(({ metadata: { name, generateName, labels } }) => ({
      name,
      generateName,
      labels: hashOf(labels),
    })),
  };
}

function hashOf({ 'pod-template-hash': hash }: Fields = {}): Fields {
  return { 'pod-template-hash': hash };
}

/** Without what only a node knows. */
function head(body: unknown): unknown {
  const { kind, metadata, ...rest } = body as Named;
  if (kind === 'Status') return { kind, metadata, ...rest };
  const { labels: _, resourceVersion: _version, ...own } = metadata as Named['metadata'] & Fields;
  return { kind, metadata: own };
}

function phase(body: unknown): unknown {
  const { kind, metadata, status } = body as Named;
  return { kind, name: metadata.name, phase: status?.phase };
}
