import { pod, simple, slice, workload } from '../harness/objects.ts';
import { del, get, merge, post, put, strategic } from '../harness/scenario.ts';
import type { Scenario } from '../harness/scenario.ts';
import type { Fields } from '../harness/values.ts';

interface Item {
  readonly metadata: Fields & { readonly name: string };
  readonly spec?: Fields;
  readonly status?: Fields;
}

const ready = (count: number): Fields => ({
  'status.replicas': count,
  'status.terminatingReplicas': 0,
  'status.readyReplicas': count === 0 ? undefined : count,
  'status.updatedReplicas': count === 0 ? undefined : count,
});

/** Controllers meet in an order of their own: what they have written in the end is compared. */
function settled(body: unknown): unknown {
  const { kind, metadata, spec, status } = body as Item & { kind: string };
  return { kind, name: metadata.name, generation: metadata['generation'], spec, status: withoutConditionTexts(status) };
}

function withoutConditionTexts(status: Fields = {}): Fields {
  const conditions = status['conditions'] as readonly { type: string; status: string; reason?: string }[] | undefined;
  return {
    ...status,
    ...(conditions && { conditions: conditions.map(({ type, status, reason }) => ({ type, status, reason })) }),
  };
}

/** Of a Pod what its owner gave it, and that it runs: the rest is the kubelet's, which neither cluster has. */
function pods(body: unknown): unknown {
  const { items } = body as { items: readonly Item[] };
  return items.map(({ metadata: { name, generateName, labels, ownerReferences }, spec, status }) => ({
    metadata: { name, generateName, ownerReferences, labels: withoutPlace(labels) },
    hostname: spec?.['hostname'],
    subdomain: spec?.['subdomain'],
    containers: spec?.['containers'],
    phase: status?.['phase'],
  }));
}

/** The scheduler gives a Pod the labels of the zone that it happens to choose. */
function withoutPlace(labels: unknown): Fields {
  const own = Object.entries((labels ?? {}) as Fields).filter(
    ([label]) => !label.startsWith('topology.kubernetes.io/'),
  );
  return Object.fromEntries(own);
}

function slices(body: unknown): unknown {
  const { items } = body as { items: readonly Fields[] };
  return items.map(({ metadata, ...rest }) => {
    const { labels, annotations, ownerReferences, generateName } = metadata as Fields;
    return { ...rest, labels, annotations, ownerReferences, generateName };
  });
}

const twoReady = {
  'items.0.endpoints.length': 2,
  'items.0.endpoints.1.conditions.ready': true,
  'items.0.endpoints.0.conditions.ready': true,
};

export const workloads: readonly Scenario[] = [
  {
    name: 'a Deployment makes a ReplicaSet and its pods',
    steps: [
      post('deployments', workload('Deployment', 'web'), {
        see: (body) => ({ ...(body as Fields), status: undefined }),
      }),
      get('deployments/web', { until: ready(2), see: settled }),
      get('replicasets', {
        until: { 'items.0.status.readyReplicas': 2 },
        see: (body) => (body as { items: unknown[] }).items.map(settled),
      }),
      get('pods', { until: { 'items.length': 2 }, see: pods }),
    ],
  },
  {
    name: 'a Deployment is scaled by its own field and by its scale',
    steps: [
      post('deployments', workload('Deployment', 'web', { replicas: 1 }), { see: () => undefined }),
      get('deployments/web', { until: ready(1), see: settled }),
      get('deployments/web/scale'),
      merge('deployments/web/scale', { spec: { replicas: 3 } }),
      get('deployments/web', { until: ready(3), see: settled }),
      get('deployments/web/scale', { keep: { scale: '' } }),
      put('deployments/web/scale', ['scale', { spec: { replicas: 0 } }], { see: specOf }),
      get('deployments/web', {
        until: { ...ready(0), 'status.replicas': undefined, 'status.observedGeneration': 3 },
        see: settled,
      }),
      merge('deployments/web/scale', { spec: { replicas: -1 } }),
      merge('deployments/web/scale?dryRun=All', { spec: { replicas: 5 } }, { see: specOf }),
    ],
  },
  {
    name: 'a Deployment rolls to a new template',
    steps: [
      post('deployments', workload('Deployment', 'web'), { see: () => undefined }),
      get('deployments/web', { until: ready(2), see: settled }),
      strategic(
        'deployments/web',
        { spec: { template: { metadata: { annotations: { again: '1' } } } } },
        { see: specOf },
      ),
      get('deployments/web', { until: { ...ready(2), 'status.observedGeneration': 2 }, see: settled }),
      get('pods', { until: { 'items.length': 2 }, see: pods }),
    ],
  },
  {
    name: 'a Deployment that cannot be',
    steps: [
      post('deployments', workload('Deployment', 'web', { selector: { matchLabels: { app: 'other' } } })),
      post('deployments', workload('Deployment', 'web', { selector: {} })),
      post('deployments', workload('Deployment', 'web', { replicas: -1 })),
      post('deployments', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } }),
    ],
  },
  {
    name: 'the selector of a Deployment cannot change',
    steps: [
      post('deployments', workload('Deployment', 'web', { replicas: 0 }), { see: () => undefined }),
      merge('deployments/web', { spec: { selector: { matchLabels: { app: 'other' } } } }, { see: messageOf }),
    ],
  },
  {
    name: 'a StatefulSet makes pods one after the other, with names that stay',
    steps: [
      post('services', simple('db', { clusterIP: 'None' })),
      post('statefulsets', workload('StatefulSet', 'db'), {
        see: (body) => ({ ...(body as Fields), status: undefined }),
      }),
      get('statefulsets/db', { until: { 'status.readyReplicas': 2, 'status.updatedReplicas': 2 }, see: settled }),
      get('pods', { until: { 'items.length': 2, 'items.1.status.phase': 'Running' }, see: pods }),
      get('endpointslices', { until: twoReady, see: slices }),
      get('statefulsets/db/scale'),
      merge('statefulsets/db/scale', { spec: { replicas: 1 } }, { see: specOf }),
      get('pods', { until: { 'items.length': 1 }, see: pods }),
    ],
  },
  {
    name: 'a Pod by itself',
    steps: [
      post('pods?dryRun=All', pod('web'), { see: pruned }),
      post('pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [] } }),
      post('pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } }),
      post(
        'pods',
        pod('web', {
          containers: [
            { name: 'a', image: 'x' },
            { name: 'a', image: 'y' },
          ],
        }),
      ),
      post('pods', pod('web', { containers: [{ name: 'A b', image: '' }] })),
    ],
  },
  {
    name: 'the slices of a Service: ready, by name of port, without one, terminating',
    steps: [
      post('services', simple('web', { ports: [{ name: 'http', port: 80, targetPort: 'http' }] })),
      post('deployments', workload('Deployment', 'web'), { see: () => undefined }),
      get('endpointslices', { until: twoReady, see: slices }),
      get('pods', { see: pods }),
      get('endpoints/web', { until: { 'subsets.0.addresses.length': 2 }, see: subsets }),
      merge(
        'services/web',
        { spec: { ports: [{ name: 'http', port: 80, targetPort: 'nothing' }] } },
        { see: () => undefined },
      ),
      get('endpointslices', { until: { 'items.0.ports': null }, see: slices }),
      merge('services/web', { spec: { selector: { app: 'nobody' } } }, { see: () => undefined }),
      get('endpointslices', { until: { 'items.0.endpoints': null }, see: slices }),
    ],
  },
  {
    name: 'a headless Service has host names, and takes pods that are not ready if it says so',
    steps: [
      post('services', simple('web', { clusterIP: 'None', publishNotReadyAddresses: true })),
      post('pods', pod('web', { hostname: 'one', subdomain: 'web' }), { see: () => undefined }),
      get('endpointslices', { until: { 'items.0.endpoints.0.conditions.serving': true }, see: slices }),
    ],
  },
  {
    name: 'a Service without a selector has the slices that Endpoints are mirrored to',
    steps: [
      post('services', simple('web', { selector: null })),
      post('endpoints', {
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: { name: 'web' },
        subsets: [
          {
            addresses: [{ ip: '192.0.2.1' }],
            notReadyAddresses: [{ ip: '192.0.2.2' }],
            ports: [{ name: 'http', port: 8080 }],
          },
        ],
      }),
      get('endpointslices', { until: { 'items.0.endpoints.length': 2 }, see: slices }),
      merge('endpoints/web', { subsets: null }),
      get('endpointslices', { until: { 'items.length': 0 }, see: slices }),
    ],
  },
  {
    name: 'slices that cannot be',
    steps: [
      post('endpointslices', slice('web', { addressType: undefined })),
      post('endpointslices', slice('web', { addressType: 'IPv5' })),
      post('endpointslices', slice('web', { endpoints: [{ addresses: [] }] })),
      post('endpointslices', slice('web', { endpoints: [{ addresses: ['127.0.0.1'] }, { addresses: ['nonsense'] }] })),
      post('endpointslices', slice('web', { endpoints: [{ addresses: ['2001:db8::1'] }] })),
      post(
        'endpointslices',
        slice('web', {
          ports: [
            { name: 'A', port: 8080 },
            { name: 'b', port: 70000 },
          ],
        }),
      ),
      post('endpointslices', slice('web', { ports: [{ port: 8080 }, { port: 8081 }] })),
      post('endpointslices', slice('web')),
      merge('endpointslices/web', { addressType: 'IPv6' }),
      merge('endpointslices/web', {
        endpoints: [{ addresses: ['192.0.2.11'], conditions: { ready: false }, nodeName: 'n', zone: 'z' }],
      }),
    ],
  },
  {
    name: 'an Ingress and a NetworkPolicy that cannot be',
    steps: [
      post('ingresses', { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'web' }, spec: {} }),
      post('networkpolicies', {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'web' },
        spec: { podSelector: { matchLabels: { 'a b': 'c' } } },
      }),
    ],
  },
  {
    name: 'logs and port-forwards that cannot be',
    steps: [
      post('pods', pod('web', { nodeSelector: { none: 'such' } }), { see: () => undefined }),
      get('pods/web/log'),
      get('pods/web/log?container=none'),
      get('pods/gone/log'),
      get('pods/web/portforward'),
      post('pods/web/portforward', {}),
      del('pods/web?gracePeriodSeconds=0', undefined, { see: () => undefined }),
    ],
  },
];

function specOf(body: unknown): unknown {
  return (body as Item).spec ?? body;
}

/** Up to where the server prints the object by its Go types. */
function messageOf(body: unknown): unknown {
  const { code, reason } = body as Fields;
  return { code, reason };
}

function subsets(body: unknown): unknown {
  return (body as Fields)['subsets'];
}

/** A service account's token is mounted where there are service accounts. */
function pruned(body: unknown): unknown {
  const { metadata, spec, status } = body as Item;
  return { labels: metadata['labels'], spec, status };
}
