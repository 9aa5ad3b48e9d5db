import { service, simple } from '../harness/objects.ts';
import { get, post } from '../harness/scenario.ts';
import type { Scenario } from '../harness/scenario.ts';
import type { Fields } from '../harness/values.ts';
import { edits } from './service-edits.ts';

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
  'with two minds about topology': simple(
    'web',
    {},
    {
      annotations: {
        'service.kubernetes.io/topology-aware-hints': 'auto',
        'service.kubernetes.io/topology-mode': 'Disabled',
      },
    },
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
