import { pod, simple, slice, workload } from '../harness/objects.ts';
import { get, merge, post } from '../harness/scenario.ts';
import type { Ask, Scenario } from '../harness/scenario.ts';
import type { Fields } from '../harness/values.ts';

const table = { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' } };
const metadataOnly = { headers: { accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io' } };
const metadataList = { headers: { accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io' } };

const three: readonly Ask[] = [
  post('services', simple('a', {}, { labels: { tier: 'front', app: 'a' } })),
  post('services', simple('b', {}, { labels: { tier: 'back', app: 'b' } })),
  post('services', simple('c', {}, { labels: { app: 'c' } })),
];

/** Names of what a list has, and what it says of itself. */
function listed(body: unknown): unknown {
  const { kind, metadata, items } = body as {
    kind: string;
    metadata: Fields;
    items?: { metadata: { name: string } }[];
  };
  return items ? { kind, metadata, names: items.map(({ metadata: { name } }) => name) } : body;
}

const selectors = [
  'labelSelector=tier%3Dfront',
  'labelSelector=tier%3D%3Dback,app%3Db',
  'labelSelector=tier!%3Dfront',
  'labelSelector=tier',
  'labelSelector=!tier',
  'labelSelector=app%20in%20(a,c)',
  'labelSelector=app%20notin%20(a,c)',
  'labelSelector=tier%3D',
  'labelSelector=none%3Dsuch',
  'labelSelector=',
  'fieldSelector=metadata.name%3Db',
  'fieldSelector=metadata.name!%3Db',
  'fieldSelector=metadata.namespace%3D{ns}',
  'fieldSelector=spec.type%3DClusterIP',
  'fieldSelector=spec.clusterIP%3DNone',
  'fieldSelector=metadata.name%3Db,metadata.namespace%3Dother',
];

/** All kinds, as short as the server takes them: their defaults, and their tables. */
const kinds: Readonly<Record<string, Fields>> = {
  services: simple('web', {
    type: 'NodePort',
    externalIPs: ['192.0.2.88'],
    ports: [
      { name: 'http', port: 80 },
      { name: 'dns', port: 53, protocol: 'UDP' },
    ],
  }),
  pods: pod('web', { nodeSelector: { none: 'such' } }),
  endpoints: {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: 'web', labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [{ addresses: [{ ip: '192.0.2.1' }, { ip: '192.0.2.2' }], ports: [{ name: 'http', port: 8080 }] }],
  },
  endpointslices: slice('web', {
    ports: [
      { name: 'http', port: 8080 },
      { name: 'dns', port: 53, protocol: 'UDP' },
    ],
  }),
  deployments: workload('Deployment', 'web', { replicas: 0 }),
  replicasets: workload('ReplicaSet', 'web', { replicas: 0 }),
  statefulsets: workload('StatefulSet', 'web', { replicas: 0 }),
  ingresses: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web' },
    spec: {
      ingressClassName: 'nginx',
      tls: [{ hosts: ['web.example.org'], secretName: 'web' }],
      rules: [
        {
          host: 'web.example.org',
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }],
          },
        },
      ],
    },
  },
  networkpolicies: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'web' },
    spec: { podSelector: { matchLabels: { app: 'web' } }, ingress: [{ ports: [{ port: 80 }] }] },
  },
  events: {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'web.1' },
    involvedObject: { apiVersion: 'v1', kind: 'Service', name: 'web', namespace: '{ns}' },
    reason: 'Told',
    message: 'the test says so',
    type: 'Normal',
    source: { component: 'test' },
    firstTimestamp: '2026-01-01T00:00:00Z',
    lastTimestamp: '2026-01-01T00:00:00Z',
    count: 3,
  },
};

/** When the controllers of these have written what they write. */
const settled: Readonly<Record<string, Ask['until']>> = {
  deployments: { 'status.observedGeneration': 1, 'status.conditions.length': 2 },
  pods: { 'status.conditions.length': 1 },
  replicasets: { 'status.observedGeneration': 1 },
  statefulsets: { 'status.observedGeneration': 1 },
};

/** What controllers have not seen yet: their part is compared once it has settled. */
function fresh(body: unknown): unknown {
  const { status: _, ...rest } = body as Fields;
  const metadata = rest['metadata'] as Fields | undefined;
  return metadata === undefined ? body : rest;
}

export const reads: readonly Scenario[] = [
  {
    name: 'a list of a namespace, page by page',
    steps: [
      ...three,
      get('services?limit=1', { keep: { next: 'metadata.continue' } }),
      get('services?limit=1&continue={next}', { keep: { next: 'metadata.continue' } }),
      get('services?limit=1&continue={next}'),
      get('services?limit=3', { see: listed }),
      get('services?limit=500', { see: listed }),
      get('services?limit=0', { see: listed }),
      get('services?limit=1&labelSelector=app', { see: listed }),
      get('services?limit=2&resourceVersion=0', { see: listed }),
    ],
  },
  {
    name: 'a list of one moment goes on with that moment',
    steps: [
      ...three,
      get('services?limit=2', { keep: { next: 'metadata.continue' }, see: listed }),
      post('services', simple('bb')),
      merge('services/c', { metadata: { labels: { late: 'yes' } } }),
      get('services?continue={next}'),
    ],
  },
  {
    name: 'an empty list',
    steps: [get('services'), get('services?limit=1'), get('endpointslices'), get('services', table)],
  },
  {
    name: 'lists of a resourceVersion',
    steps: [
      ...three,
      get('services', { keep: { rv: 'metadata.resourceVersion' }, see: listed }),
      get('services?resourceVersion=0', { see: listed }),
      get('services?resourceVersion={rv}&resourceVersionMatch=NotOlderThan', { see: listed }),
      post('services', simple('d')),
      get('services?resourceVersion={rv}&resourceVersionMatch=Exact', { see: listed }),
    ],
  },
  {
    name: 'lists by selector',
    steps: [...three, ...selectors.map((selector) => get(`services?${selector}`, { see: listed }))],
  },
  {
    name: 'pods by field',
    steps: [
      post('pods', pod('web', { nodeSelector: { none: 'such' } })),
      ...[
        'status.phase%3DPending',
        'status.phase%3DRunning',
        'spec.nodeName%3D',
        'spec.restartPolicy%3DAlways',
        'metadata.name%3Dweb',
      ].map((selector) => get(`pods?fieldSelector=${selector}`, { see: listed })),
    ],
  },
  ...Object.entries(kinds).map(([resource, object]): Scenario => ({
    name: `${resource}: created, read, listed, in a table, as metadata`,
    steps: [
      post(resource, object, { see: fresh }),
      get(`${resource}/${(object['metadata'] as { name: string }).name}`, {
        until: settled[resource] ?? {},
        see: fresh,
      }),
      get(resource, { see: listed }),
      get(resource, table),
      get(`${resource}/${(object['metadata'] as { name: string }).name}`, metadataOnly),
      get(resource, metadataList),
    ],
  })),
  {
    name: 'tables with objects, or none',
    steps: [
      post('services', simple('web')),
      get('services?includeObject=None', table),
      get('services?includeObject=Object', table),
      get('services?includeObject=Some', table),
      get('services/web', table),
      get('services/gone', table),
      get('services?limit=1', table),
    ],
  },
  {
    name: 'tables of each type of Service',
    steps: [
      post('services', simple('headless', { clusterIP: 'None' })),
      post('services', simple('lb', { type: 'LoadBalancer' })),
      post('services', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'out' },
        spec: { type: 'ExternalName', externalName: 'a.b' },
      }),
      merge('services/lb/status', {
        status: { loadBalancer: { ingress: [{ ip: '203.0.113.5' }, { hostname: 'a.elb' }] } },
      }),
      get('services', table),
    ],
  },
  {
    name: 'a namespace',
    steps: [
      get('/api/v1/namespaces/{ns}'),
      get('/api/v1/namespaces/{ns}', table),
      post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: '{ns}' } }),
      post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'No Name' } }),
      merge('/api/v1/namespaces/{ns}', { metadata: { labels: { a: 'b' } } }),
    ],
  },
  {
    name: 'what the server has',
    steps: [
      get('/api', { see: withoutAddress }),
      get('/apis', { see: groupsOf }),
      get('/apis/apps'),
      get('/apis/discovery.k8s.io'),
      get('/apis/networking.k8s.io', { see: firstVersion }),
      get('/api/v1', {
        see: resourcesOf([
          'namespaces',
          'nodes',
          'pods',
          'pods/log',
          'pods/portforward',
          'services',
          'services/status',
          'endpoints',
          'events',
        ]),
      }),
      get('/apis/apps/v1', {
        see: resourcesOf([
          'deployments',
          'deployments/scale',
          'deployments/status',
          'replicasets',
          'statefulsets',
          'statefulsets/scale',
        ]),
      }),
      get('/apis/discovery.k8s.io/v1', { see: resourcesOf(['endpointslices']) }),
      get('/apis/networking.k8s.io/v1', { see: resourcesOf(['ingresses', 'ingresses/status', 'networkpolicies']) }),
      get('/healthz'),
      get('/livez'),
      get('/readyz'),
      get('/version', { see: (body) => Object.keys(body as Fields).toSorted() }),
    ],
  },
  {
    name: 'what somebody may do',
    steps: [
      post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: { namespace: '{ns}', verb: 'list', resource: 'services' } },
      }),
      post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: {},
      }),
    ],
  },
];

/** Each server listens somewhere else. */
function withoutAddress(body: unknown): unknown {
  const { serverAddressByClientCIDRs: _, ...versions } = body as Fields;
  return versions;
}

function groupsOf(body: unknown): unknown {
  const wanted = ['apps', 'discovery.k8s.io', 'networking.k8s.io', 'authorization.k8s.io'];
  const { kind, apiVersion, groups } = body as { kind: string; apiVersion: string; groups: { name: string }[] };
  return { kind, apiVersion, groups: groups.filter(({ name }) => wanted.includes(name)).map(firstVersion) };
}

/** The demo cluster has no old versions of its groups. */
function firstVersion(body: unknown): unknown {
  const { versions, ...group } = body as { versions: Fields[] };
  return { ...group, first: versions[0] };
}

function resourcesOf(names: readonly string[]): (body: unknown) => unknown {
  return (body) => {
    const { resources, ...rest } = body as { resources: { name: string; storageVersionHash?: string }[] };
    const known = resources.filter(({ name }) => names.includes(name));
    return { ...rest, resources: known.map(({ storageVersionHash: _, ...resource }) => resource) };
  };
}
