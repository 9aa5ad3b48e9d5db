import { service, simple } from '../harness/objects.ts';
import { get, merge, post, put, strategic } from '../harness/scenario.ts';
import type { Ask, Scenario } from '../harness/scenario.ts';
import type { Fields } from '../harness/values.ts';

/** Each is created in a namespace of its own: what the server adds to it, or why it refuses. */
const creates: Readonly<Record<string, Fields>> = {
  'with all defaults': simple('web'),
  'headless with a selector': simple('web', { clusterIP: 'None' }),
  'headless without a selector': service('web', { clusterIP: 'None' }),
  'without ports': service('web', { selector: { app: 'web' } }),
  'without a spec': { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } },
  'of NodePort with a number of its own': simple('web', { type: 'NodePort', ports: [{ port: 80, nodePort: 30010 }] }),
  'of NodePort out of range': simple('web', { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] }),
  'of NodePort above all ports': simple('web', { type: 'NodePort', ports: [{ port: 80, nodePort: 70000 }] }),
  'of LoadBalancer': simple('web', { type: 'LoadBalancer' }),
  'of LoadBalancer without node ports': simple('web', { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false }),
  'of LoadBalancer with a health check port taken by itself': simple('web', {
    type: 'LoadBalancer',
    externalTrafficPolicy: 'Local',
    ports: [{ port: 80, nodePort: 30011 }],
    healthCheckNodePort: 30011,
  }),
  'of LoadBalancer with source ranges': simple('web', {
    type: 'LoadBalancer',
    loadBalancerSourceRanges: ['10.0.0.0/8', '192.0.2.0/24'],
  }),
  'of LoadBalancer with bad source ranges': simple('web', {
    type: 'LoadBalancer',
    loadBalancerSourceRanges: ['10.0.0.1/8', 'nonsense'],
  }),
  'of ExternalName': service('web', { type: 'ExternalName', externalName: 'db.example.org' }),
  'of ExternalName with a trailing dot': service('web', { type: 'ExternalName', externalName: 'db.example.org.' }),
  'of ExternalName without a name': service('web', { type: 'ExternalName' }),
  'of ExternalName with a cluster IP': service('web', {
    type: 'ExternalName',
    externalName: 'a.b',
    clusterIP: '10.96.0.52',
  }),
  'of an unknown type': simple('web', { type: 'Clusterip' }),
  'with a port of each protocol': simple('web', {
    ports: [
      { name: 'dns', port: 53, protocol: 'UDP' },
      { name: 'dns-tcp', port: 53, protocol: 'TCP' },
      { name: 'sctp', port: 54, protocol: 'SCTP', targetPort: 'signal', appProtocol: 'example.com/x' },
    ],
  }),
  'with two ports on one number and both protocols as NodePort': simple('web', {
    type: 'NodePort',
    ports: [
      { name: 'dns', port: 53, protocol: 'UDP' },
      { name: 'dns-tcp', port: 53, protocol: 'TCP' },
    ],
  }),
  'with the same port twice': simple('web', {
    ports: [
      { name: 'a', port: 80 },
      { name: 'b', port: 80 },
    ],
  }),
  'with the same port name twice': simple('web', {
    ports: [
      { name: 'a', port: 80 },
      { name: 'a', port: 81 },
    ],
  }),
  'with the same node port twice': simple('web', {
    type: 'NodePort',
    ports: [
      { name: 'a', port: 80, nodePort: 30012 },
      { name: 'b', port: 81, nodePort: 30012 },
    ],
  }),
  'with one port of two unnamed': simple('web', { ports: [{ name: 'a', port: 80 }, { port: 81 }] }),
  'with a protocol in small letters': simple('web', { ports: [{ port: 80, protocol: 'tcp' }] }),
  'with port 0': simple('web', { ports: [{ port: 0 }] }),
  'with port 70000': simple('web', { ports: [{ port: 70000 }] }),
  'with target port 0': simple('web', { ports: [{ port: 80, targetPort: 0 }] }),
  'with an empty target port': simple('web', { ports: [{ port: 80, targetPort: '' }] }),
  'with a target port of digits in quotes': simple('web', { ports: [{ port: 80, targetPort: '8080' }] }),
  'with a target port that is too long': simple('web', { ports: [{ port: 80, targetPort: 'a-very-long-port-name' }] }),
  'with a target port in capitals': simple('web', { ports: [{ port: 80, targetPort: 'Web' }] }),
  'with a target port of many mistakes': simple('web', { ports: [{ port: 80, targetPort: '-a--b-' }] }),
  'with a bad port name': simple('web', { ports: [{ name: 'Web_1', port: 80 }] }),
  'with a bad appProtocol': simple('web', { ports: [{ port: 80, appProtocol: 'a b' }] }),
  'with session affinity': simple('web', { sessionAffinity: 'ClientIP' }),
  'with session affinity for a time of its own': simple('web', {
    sessionAffinity: 'ClientIP',
    sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } },
  }),
  'with session affinity for no time': simple('web', {
    sessionAffinity: 'ClientIP',
    sessionAffinityConfig: { clientIP: { timeoutSeconds: 0 } },
  }),
  'with session affinity for too long': simple('web', {
    sessionAffinity: 'ClientIP',
    sessionAffinityConfig: { clientIP: { timeoutSeconds: 86401 } },
  }),
  'with an affinity config that nothing uses': simple('web', {
    sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } },
  }),
  'with an unknown session affinity': simple('web', { sessionAffinity: 'Cookie' }),
  'with an unknown internal traffic policy': simple('web', { internalTrafficPolicy: 'Near' }),
  'with an internal traffic policy': simple('web', { internalTrafficPolicy: 'Local' }),
  'with an external traffic policy on ClusterIP': simple('web', { externalTrafficPolicy: 'Local' }),
  'with an unknown external traffic policy': simple('web', { type: 'NodePort', externalTrafficPolicy: 'Near' }),
  'with a traffic distribution': simple('web', { trafficDistribution: 'PreferSameZone' }),
  'with the old name of a traffic distribution': simple('web', { trafficDistribution: 'PreferClose' }),
  'with an unknown traffic distribution': simple('web', { trafficDistribution: 'Auto' }),
  'with external IPs': simple('web', { externalIPs: ['192.0.2.77'] }),
  'with external IPs of all bad kinds': simple('web', {
    externalIPs: ['127.0.0.1', '169.254.1.1', '0.0.0.0', '192.0.02.1', 'nonsense', '224.0.0.1'],
  }),
  'with an external IPv6 address not in its short form': simple('web', { externalIPs: ['2001:0db8::1'] }),
  'headless with what headless ignores': simple('web', {
    clusterIP: 'None',
    externalIPs: ['192.0.2.77'],
    loadBalancerIP: '192.0.2.78',
    sessionAffinity: 'ClientIP',
  }),
  'with an external name that nothing uses': simple('web', { externalName: 'a.b' }),
  'of ExternalName with what that ignores': service('web', {
    type: 'ExternalName',
    externalName: 'a.b',
    externalIPs: ['192.0.2.77'],
  }),
  'with a health check port on ClusterIP': simple('web', { healthCheckNodePort: 30013 }),
  'with a class on ClusterIP': simple('web', { loadBalancerClass: 'example.com/own' }),
  'with allocateLoadBalancerNodePorts on ClusterIP': simple('web', { allocateLoadBalancerNodePorts: true }),
  'with source ranges on ClusterIP': simple('web', { loadBalancerSourceRanges: ['10.0.0.0/8'] }),
  'with a node port on ClusterIP': simple('web', { ports: [{ port: 80, nodePort: 30014 }] }),
  'of NodePort and headless': simple('web', { type: 'NodePort', clusterIP: 'None' }),
  'of LoadBalancer and headless': simple('web', { type: 'LoadBalancer', clusterIP: 'None' }),
  'with a cluster IP of its own': simple('web', { clusterIP: '10.96.0.53' }),
  'with a cluster IP out of range': simple('web', { clusterIP: '240.0.0.1' }),
  'with a cluster IP that is taken': simple('web', { clusterIP: '10.96.0.1' }),
  'with a cluster IP that is none': simple('web', { clusterIP: 'nonsense' }),
  'with clusterIPs alone': simple('web', { clusterIPs: ['10.96.0.54'] }),
  'with clusterIP and clusterIPs at odds': simple('web', { clusterIP: '10.96.0.56', clusterIPs: ['10.96.0.55'] }),
  'with both families': simple('web', { ipFamilyPolicy: 'RequireDualStack' }),
  'with both families if there are any': simple('web', { ipFamilyPolicy: 'PreferDualStack' }),
  'with the other family': simple('web', { ipFamilies: ['IPv6'] }),
  'with an unknown family': simple('web', { ipFamilies: ['IPv5'] }),
  'with an unknown family policy': simple('web', { ipFamilyPolicy: 'Both' }),
  'with publishNotReadyAddresses': simple('web', { publishNotReadyAddresses: true }),
  'with a name of digits': simple('9'),
  'with a dot in the name': simple('web.a'),
  'with a name in capitals': simple('Web'),
  'with a name that is too long': simple('a'.repeat(64)),
  'with no name': service('', { ports: [{ port: 80 }] }),
  'with a generated name': service('', { ports: [{ port: 80 }] }, { generateName: 'web-' }),
  'with a bad key in the selector': simple('web', { selector: { 'a b': 'c' } }),
  'with a bad value in the selector': simple('web', { selector: { d: 'e f' } }),
  'with bad labels and annotations': simple('web', {}, { labels: { '-a': 'b c' }, annotations: { 'x y': '1' } }),
  'with the annotation for source ranges on ClusterIP': simple(
    'web',
    {},
    { annotations: { 'service.beta.kubernetes.io/load-balancer-source-ranges': '10.0.0.0/8' } },
  ),
  'with a deprecated annotation': simple(
    'web',
    {},
    { annotations: { 'service.kubernetes.io/topology-aware-hints': 'auto' } },
  ),
  'with many mistakes at once': simple('web', {
    type: 'Some',
    sessionAffinity: 'Cookie',
    ports: [{ port: -1, protocol: 'ICMP', targetPort: 'A' }, { port: 0 }],
  }),
  'with a status of its own': { ...simple('web'), status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } },
};

const dryRuns = [
  'with all defaults',
  'of NodePort with a number of its own',
  'of NodePort out of range',
  'of LoadBalancer with a health check port taken by itself',
  'with two ports on one number and both protocols as NodePort',
  'with a cluster IP out of range',
  'with a cluster IP that is taken',
  'with no name',
];

/** Each is sent to a Service of this kind. */
const edits: readonly (readonly [name: string, from: Fields, ...asks: Ask[]])[] = [
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

export const services: readonly Scenario[] = [
  ...Object.entries(creates).map(([name, object]): Scenario => ({
    name: `a Service ${name}`,
    steps: [
      ...(dryRuns.includes(name) ? [post('services?dryRun=All', object), get('services')] : []),
      post('services', object),
    ],
  })),
  ...edits.map(([name, from, ...asks]): Scenario => ({
    name,
    steps: [post('services', simple('web', from)), ...asks],
  })),
  {
    name: 'a Service that exists already',
    steps: [
      post('services', simple('web')),
      post('services', simple('web')),
      post('services?dryRun=All', simple('web')),
    ],
  },
];
