import { simple } from '../harness/objects.ts';
import { get, merge, post, put, strategic } from '../harness/scenario.ts';
import type { Ask } from '../harness/scenario.ts';
import type { Fields } from '../harness/values.ts';

/** Each is sent to a Service of this kind. */
export const edits: readonly (readonly [name: string, from: Fields, ...asks: Ask[]])[] = [
  [
    'headless: the cluster IP cannot be set',
    { clusterIP: 'None' },
    merge('services/web', { spec: { clusterIP: '10.96.0.61' } }),
  ],
  [
    'headless: the type alone changes nothing',
    { clusterIP: 'None' },
    merge('services/web', { spec: { type: 'ClusterIP' } }),
  ],
  [
    'headless: nulls change nothing',
    { clusterIP: 'None' },
    merge('services/web', { spec: { clusterIP: null, clusterIPs: null } }),
    merge('services/web', { spec: { clusterIP: '' } }),
  ],
  [
    'the cluster IP cannot change',
    {},
    merge('services/web', { spec: { clusterIP: '10.96.0.62', clusterIPs: ['10.96.0.62'] } }),
  ],
  [
    'the cluster IP comes back when it is left out',
    {},
    merge('services/web', { spec: { clusterIP: null, clusterIPs: null } }),
  ],
  [
    'to ExternalName while the cluster IP changes',
    {},
    merge('services/web', { spec: { type: 'ExternalName', externalName: 'a.b', clusterIP: '10.96.0.63' } }),
  ],
  [
    'to an ExternalName that is no name',
    {},
    ...['db_prod', 'HOST', 'fd00::1', 'db:80', 'http://db', '*.a', '.', 'a'.repeat(254), '10.0.0.5'].map(
      (externalName) => merge('services/web?dryRun=All', { spec: { type: 'ExternalName', externalName } }),
    ),
  ],
  [
    'a class cannot be set, changed or taken away',
    { type: 'LoadBalancer', loadBalancerClass: 'example.com/own' },
    merge('services/web', { spec: { loadBalancerClass: 'example.com/other' } }),
    merge('services/web', { spec: { loadBalancerClass: null } }),
    merge('services/web', { spec: { loadBalancerClass: 'Not a class' } }),
  ],
  [
    'a class cannot come later',
    { type: 'LoadBalancer' },
    merge('services/web', { spec: { loadBalancerClass: 'example.com/own' } }),
  ],
  [
    'LoadBalancer with source ranges cannot leave',
    { type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.0/8'] },
    merge('services/web', { spec: { type: 'NodePort' } }),
  ],
  [
    'the health check port',
    { type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 30021 },
    merge('services/web', { spec: { healthCheckNodePort: 30022 } }),
    merge('services/web', { spec: { externalTrafficPolicy: 'Cluster' } }),
    merge('services/web', { spec: { externalTrafficPolicy: 'Local', healthCheckNodePort: 80 } }),
    merge('services/web', { spec: { externalTrafficPolicy: 'Local', healthCheckNodePort: 30023 } }),
  ],
  [
    'node ports: out of range, taken, moved, swapped, kept by name',
    {
      type: 'NodePort',
      ports: [
        { name: 'a', port: 80, nodePort: 30024 },
        { name: 'b', port: 81, nodePort: 30025 },
      ],
    },
    strategic('services/web', { spec: { ports: [{ port: 80, nodePort: 80 }] } }),
    strategic('services/web?dryRun=All', { spec: { ports: [{ port: 80, nodePort: 80 }] } }),
    strategic('services/web', { spec: { ports: [{ port: 80, nodePort: 30025 }] } }),
    post('services', simple('other', { type: 'NodePort', ports: [{ port: 80, nodePort: 30024 }] })),
    post('services', simple('udp', { type: 'NodePort', ports: [{ port: 80, protocol: 'UDP', nodePort: 30024 }] })),
    post('services?dryRun=All', simple('other', { type: 'NodePort', ports: [{ port: 80, nodePort: 30024 }] })),
    strategic('services/web', {
      spec: {
        ports: [
          { port: 80, nodePort: 30025 },
          { port: 81, nodePort: 30024 },
        ],
      },
    }),
    merge('services/web', { spec: { ports: [{ name: 'a', port: 82 }] } }),
    merge('services/web', { spec: { ports: [{ name: 'a', port: 82, nodePort: 0 }] } }),
    merge('services/web', { spec: { ports: [{ name: 'c', port: 82 }] } }),
  ],
  [
    'a node port that ExternalName carries is checked by nobody',
    { type: 'NodePort', ports: [{ port: 80, nodePort: 30026 }] },
    merge('services/web', { spec: { type: 'ExternalName', externalName: 'a.b', ports: [{ port: 80, nodePort: 99 }] } }),
    merge('services/web', { spec: { type: 'ClusterIP', externalName: null, ports: [{ port: 80, nodePort: null }] } }),
  ],
  [
    'a Service without node ports gives them up when they are left out',
    { type: 'LoadBalancer', ports: [{ name: 'a', port: 80, nodePort: 30027 }] },
    merge('services/web', { spec: { allocateLoadBalancerNodePorts: false } }),
    merge('services/web', { spec: { ports: [{ name: 'a', port: 80 }] } }),
    merge('services/web', { spec: { type: 'NodePort' } }),
  ],
  [
    'the type NodePort and a number that is out of range',
    {},
    merge('services/web', { spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 31 }] } }),
  ],
  [
    'the type ClusterIP and another number',
    { type: 'NodePort', ports: [{ port: 80, nodePort: 30028 }] },
    merge('services/web', { spec: { type: 'ClusterIP', ports: [{ port: 80, nodePort: 30029 }] } }),
  ],
  ['the primary family cannot change', {}, merge('services/web', { spec: { ipFamilies: ['IPv6'] } })],
  [
    'a second family needs a cluster that has it',
    {},
    merge('services/web', { spec: { ipFamilyPolicy: 'RequireDualStack' } }),
  ],
  ['PreferDualStack on one family', {}, merge('services/web', { spec: { ipFamilyPolicy: 'PreferDualStack' } })],
  [
    'the selector changes, goes, and comes',
    {},
    merge('services/web', { spec: { selector: { b: '2' } } }),
    merge('services/web', { spec: { selector: {} } }),
    merge('services/web', { spec: { selector: { app: null } } }),
    merge('services/web', { spec: { selector: null } }),
    merge('services/web', { spec: { selector: { app: 'new' } } }),
  ],
  [
    'headless without selector gets one',
    { clusterIP: 'None', selector: null },
    merge('services/web', { spec: { selector: { app: 'web' } } }),
  ],
  [
    'session affinity comes with its time, and takes it along',
    {},
    merge('services/web', { spec: { sessionAffinity: 'ClientIP' } }),
    merge('services/web', { spec: { sessionAffinityConfig: { clientIP: { timeoutSeconds: 86400 } } } }),
    merge('services/web', { spec: { sessionAffinity: 'None' } }),
    merge('services/web', { spec: { sessionAffinity: 'None', sessionAffinityConfig: null } }),
  ],
  ['all ports are taken away', {}, merge('services/web', { spec: { ports: null } })],
  [
    'external IPs make it reachable from outside',
    { externalIPs: ['192.0.2.79'] },
    merge('services/web', { spec: { externalTrafficPolicy: 'Local' } }),
    merge('services/web', { spec: { externalIPs: null } }),
  ],
  [
    'a full PUT without what was allocated gets it all back',
    { type: 'LoadBalancer', externalTrafficPolicy: 'Local' },
    get('services/web', { keep: { web: '' } }),
    put('services/web', [
      'web',
      {
        spec: {
          clusterIP: null,
          clusterIPs: null,
          ipFamilies: null,
          ipFamilyPolicy: null,
          healthCheckNodePort: null,
          ports: [{ port: 80 }],
        },
      },
    ]),
  ],
  [
    'a PUT of the old object changes nothing',
    {},
    get('services/web', { keep: { web: '' } }),
    put('services/web', ['web', {}]),
    get('services/web'),
  ],
  [
    'a PUT must name the same object',
    {},
    get('services/web', { keep: { web: '' } }),
    put('services/web', ['web', { metadata: { name: 'other' } }]),
    put('services/web', ['web', { metadata: { namespace: 'other' } }]),
    put('services/web', ['web', { metadata: { uid: '00000000-0000-4000-8000-000000000000' } }]),
    put('services/web', ['web', { metadata: { creationTimestamp: '2020-01-01T00:00:00Z' } }]),
    put('services/web', ['web', { metadata: { resourceVersion: null } }]),
    put('services/web', ['web', { kind: 'Pod' }]),
    put('services/web', ['web', { apiVersion: 'v2' }]),
    put('services/gone', ['web', { metadata: { name: 'gone' } }]),
  ],
  [
    'a stale resourceVersion is refused',
    {},
    get('services/web', { keep: { web: '', old: 'metadata.resourceVersion' } }),
    merge('services/web', { metadata: { labels: { a: '1' } } }),
    put('services/web', ['web', { spec: { type: 'NodePort' } }]),
    merge('services/web', { metadata: { resourceVersion: '{old}' }, spec: { type: 'NodePort' } }),
    merge('services/web', { metadata: { resourceVersion: 'nonsense' } }),
    merge('services/web', { metadata: { uid: '00000000-0000-4000-8000-000000000000' } }),
    merge('services/web', { metadata: { name: 'other' } }),
  ],
  [
    'the status is changed by its own door only',
    { type: 'LoadBalancer' },
    merge('services/web', { status: { loadBalancer: { ingress: [{ ip: '203.0.113.9' }] } } }),
    merge('services/web/status', {
      spec: { selector: { app: 'ignored' } },
      status: { loadBalancer: { ingress: [{ ip: '203.0.113.9' }, { hostname: 'a1.elb.example.org' }] } },
    }),
    merge('services/web/status', {
      status: { loadBalancer: { ingress: [{ ip: 'nonsense' }, { hostname: '10.0.0.1' }] } },
    }),
    merge('services/web/status', {
      status: {
        conditions: [
          { type: 'Ready', status: 'True', reason: 'Done', message: '', lastTransitionTime: '2026-01-01T00:00:00Z' },
        ],
      },
    }),
    get('services/web/status'),
    merge('services/web', { spec: { type: 'NodePort' } }),
  ],
];
