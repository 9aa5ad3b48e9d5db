import { pod, simple, workload } from '../harness/objects.ts';
import { get, jsonPatch, merge, post, raw, strategic } from '../harness/scenario.ts';
import type { Ask, Scenario } from '../harness/scenario.ts';

const twoPorts = simple('web', {
  ports: [
    { name: 'a', port: 80, targetPort: 8080 },
    { name: 'b', port: 81 },
  ],
});

const dns = simple('web', {
  ports: [
    { name: 'dns', port: 53, protocol: 'UDP' },
    { name: 'dns-tcp', port: 53, protocol: 'TCP' },
  ],
});

/** Each is sent to a Service of two ports. */
const onTwoPorts: Readonly<Record<string, readonly Ask[]>> = {
  'a strategic patch changes the port it names, and adds one it does not find': [
    strategic('services/web', { spec: { ports: [{ port: 81, targetPort: 9000 }] } }),
    strategic('services/web', { spec: { ports: [{ name: 'c', port: 82 }] } }),
  ],
  'a strategic patch takes a port away': [
    strategic('services/web', { spec: { ports: [{ port: 81, $patch: 'delete' }] } }),
  ],
  'a strategic patch replaces all ports': [
    strategic('services/web', { spec: { ports: [{ $patch: 'replace' }, { name: 'c', port: 82 }] } }),
  ],
  'a strategic patch gives the ports another order': [
    strategic('services/web', {
      spec: { ports: [{ port: 81 }, { port: 80 }], '$setElementOrder/ports': [{ port: 81 }, { port: 80 }] },
    }),
  ],
  'a strategic patch replaces the selector': [
    strategic('services/web', { spec: { selector: { $patch: 'replace', b: '2' } } }),
  ],
  'a strategic patch takes keys away': [
    merge('services/web', { metadata: { labels: { a: '1', b: '2' }, annotations: { x: 'y' } } }),
    strategic('services/web', { metadata: { labels: { a: null }, annotations: null } }),
  ],
  'a strategic patch without the merge key': [strategic('services/web', { spec: { ports: [{ name: 'a' }] } })],
  'a strategic patch with an unknown directive': [
    strategic('services/web', { spec: { ports: [{ port: 81, $patch: 'remove' }] } }),
  ],
  'a strategic patch as a dry run': [
    strategic('services/web?dryRun=All', { spec: { type: 'NodePort' } }),
    get('services/web'),
  ],
  'a merge patch replaces all ports': [merge('services/web', { spec: { ports: [{ port: 80, nodePort: 30040 }] } })],
  'a merge patch of labels and annotations': [
    merge('services/web', { metadata: { labels: { a: '1' }, annotations: { x: 'y' } } }),
    merge('services/web', { metadata: { labels: { a: null, b: '2' } } }),
    merge('services/web', { metadata: { labels: null, annotations: {} } }),
  ],
  'a merge patch that changes nothing': [
    merge('services/web', { spec: { type: 'ClusterIP' } }),
    merge('services/web', {}),
  ],
  'a merge patch as a dry run': [
    merge('services/web?dryRun=All', { spec: { type: 'LoadBalancer' } }),
    get('services/web'),
  ],
  'a merge patch with an unknown field': [
    merge('services/web', { spec: { tpye: 'NodePort' } }),
    merge('services/web?fieldValidation=Strict', { spec: { tpye: 'NodePort' } }),
    merge('services/web?fieldValidation=Ignore', { spec: { tpye: 'NodePort' } }),
  ],
  'a merge patch of a wrong type': [
    merge('services/web', { spec: { ports: 80 } }),
    merge('services/web', { spec: { ports: [{ port: '80' }] } }),
    merge('services/web', { spec: 'none' }),
    merge('services/web', { metadata: { labels: { a: 1 } } }),
  ],
  'a merge patch of what cannot change': [
    merge('services/web', { kind: 'Pod' }),
    merge('services/web', { apiVersion: 'v2' }),
    merge('services/web', { metadata: { namespace: 'other' } }),
    merge('services/web', { metadata: { creationTimestamp: null } }),
    merge('services/web', { metadata: { generateName: 'x-' } }),
  ],
  'a JSON patch with a guard': [
    jsonPatch('services/web', [
      { op: 'test', path: '/spec/ports/1/port', value: 81 },
      { op: 'replace', path: '/spec/ports/1/targetPort', value: 'http' },
    ]),
  ],
  'a JSON patch whose guard fails': [
    jsonPatch('services/web', [
      { op: 'test', path: '/spec/ports/0/port', value: 81 },
      { op: 'remove', path: '/spec/ports/0' },
    ]),
  ],
  'a JSON patch adds, copies, moves and removes': [
    jsonPatch('services/web', [
      { op: 'add', path: '/metadata/labels', value: { a: '1', 'b/c': '2' } },
      { op: 'add', path: '/spec/ports/-', value: { name: 'c', port: 82 } },
      { op: 'copy', from: '/spec/ports/0/targetPort', path: '/spec/ports/2/targetPort' },
    ]),
    jsonPatch('services/web', [
      { op: 'move', from: '/metadata/labels/b~1c', path: '/metadata/labels/d' },
      { op: 'remove', path: '/spec/ports/1' },
      { op: 'replace', path: '/spec/selector', value: { c: '3' } },
    ]),
  ],
  'a JSON patch to a path that is missing': [
    jsonPatch('services/web', [{ op: 'remove', path: '/spec/nothing' }]),
    jsonPatch('services/web', [{ op: 'replace', path: '/spec/ports/9/port', value: 1 }]),
    jsonPatch('services/web', [{ op: 'add', path: '/spec/none/x', value: 1 }]),
  ],
  'a JSON patch that is none': [
    jsonPatch('services/web', [{ op: 'jump', path: '/spec' }]),
    jsonPatch('services/web', { op: 'remove', path: '/spec' }),
    raw('PATCH', 'services/web', '[{"op":', 'application/json-patch+json'),
  ],
  'a JSON patch as a dry run': [
    jsonPatch('services/web?dryRun=All', [{ op: 'replace', path: '/spec/type', value: 'NodePort' }]),
    get('services/web'),
  ],
  'a patch of a subresource that is none': [merge('services/web/scale', { spec: { replicas: 2 } })],
  'a patch of what is not there': [
    merge('services/gone', {}),
    strategic('services/gone', {}),
    jsonPatch('services/gone', []),
  ],
};

const listsOfObjects: readonly Scenario[] = [
  {
    name: 'a strategic patch of a port number that stands twice',
    steps: [
      post('services', dns),
      strategic('services/web', { spec: { ports: [{ port: 53, targetPort: 5353 }] } }),
      strategic('services/web', { spec: { ports: [{ port: 53, protocol: 'TCP', targetPort: 5354 }] } }),
    ],
  },
  {
    name: 'a strategic patch merges containers by name, their ports and variables too',
    steps: [
      post('deployments', workload('Deployment', 'web', { replicas: 0 })),
      strategic(
        'deployments/web?dryRun=All',
        {
          spec: {
            template: {
              metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': 'now' } },
              spec: {
                containers: [
                  {
                    name: 'main',
                    image: 'registry.example/web:2',
                    env: [{ name: 'A', value: '1' }],
                    ports: [{ containerPort: 8081 }],
                  },
                  { name: 'side', image: 'registry.example/side:1' },
                ],
              },
            },
          },
        },
        { see: spec },
      ),
    ],
  },
  {
    name: 'a merge patch replaces containers',
    steps: [
      post('deployments', workload('Deployment', 'web', { replicas: 0 })),
      merge(
        'deployments/web?dryRun=All',
        { spec: { template: { spec: { containers: [{ name: 'new', image: 'x' }] } } } },
        { see: spec },
      ),
    ],
  },
  {
    name: 'a strategic patch of finalizers',
    steps: [
      post('services', simple('web', {}, { finalizers: ['example.com/a'] })),
      strategic('services/web', { metadata: { finalizers: ['example.com/b'] } }),
      strategic('services/web', { metadata: { '$deleteFromPrimitiveList/finalizers': ['example.com/a'] } }),
      merge('services/web', { metadata: { finalizers: null } }),
    ],
  },
  {
    name: 'a Pod may change little',
    steps: [
      post('pods', pod('web', { nodeSelector: { none: 'such' } })),
      strategic('pods/web', { metadata: { labels: { app: 'other' } } }, { see: labels }),
      strategic(
        'pods/web',
        { spec: { containers: [{ name: 'main', ports: [{ containerPort: 9 }] }] } },
        { see: message },
      ),
    ],
  },
];

function spec(body: unknown): unknown {
  return (body as { spec?: unknown }).spec ?? body;
}

function labels(body: unknown): unknown {
  return (body as { metadata: { labels?: unknown } }).metadata.labels;
}

/** Up to the dump of the two specs, which names fields by their Go types. */
function message(body: unknown): unknown {
  const { code, message = '' } = body as { code: number; message?: string };
  return { code, message: message.split('\n')[0] };
}

export const patches: readonly Scenario[] = [
  ...Object.entries(onTwoPorts).map(([name, asks]): Scenario => ({
    name,
    steps: [post('services', twoPorts), ...asks],
  })),
  ...listsOfObjects,
];
