import { service, simple } from '../harness/objects.ts';
import { merge, post } from '../harness/scenario.ts';
import type { Ask, Scenario } from '../harness/scenario.ts';
import type { Fields } from '../harness/values.ts';

const both = ['IPv4', 'IPv6'];

/** What a Service asks of address families, on a cluster that has one. */
const creates: Readonly<Record<string, Fields>> = {
  'two addresses of one family': { clusterIP: '10.96.0.81', clusterIPs: ['10.96.0.81', '10.96.0.82'] },
  'two addresses, and to be dual-stack': {
    clusterIP: '10.96.0.83',
    clusterIPs: ['10.96.0.83', 'fd00:96::83'],
    ipFamilyPolicy: 'PreferDualStack',
  },
  'two addresses, and to be single-stack': {
    clusterIP: '10.96.0.84',
    clusterIPs: ['10.96.0.84', 'fd00:96::84'],
    ipFamilyPolicy: 'SingleStack',
  },
  'three addresses': { clusterIP: '10.96.0.85', clusterIPs: ['10.96.0.85', 'fd00:96::85', '10.96.0.86'] },
  'both families, and to be single-stack': { ipFamilies: both, ipFamilyPolicy: 'SingleStack' },
  'both families, and not how': { ipFamilies: both },
  'both families if there are any, headless': {
    clusterIP: 'None',
    ipFamilies: both,
    ipFamilyPolicy: 'PreferDualStack',
  },
  'one family twice': { ipFamilies: ['IPv4', 'IPv4'], ipFamilyPolicy: 'PreferDualStack' },
  'an address of the other family than it names': { clusterIP: '10.96.0.87', ipFamilies: ['IPv6'] },
  'an address of the other family': { clusterIP: 'fd00:96::87' },
  'an address, and none': { clusterIP: '10.96.0.88', clusterIPs: ['None'] },
  'none, and an address': { clusterIP: 'None', clusterIPs: ['None', '10.96.0.89'] },
  'an address with leading zeros': { clusterIP: '10.96.00.90' },
};

/** Headless without a selector: it may claim any family. */
const free = service('web', { clusterIP: 'None' });

const onFree: Readonly<Record<string, readonly Ask[]>> = {
  'gives a family up without saying so': [merge('services/web', { spec: { ipFamilies: ['IPv4'] } })],
  'gives a family up': [merge('services/web', { spec: { ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' } })],
  'begins with the other family': [
    post('services', service('other', { clusterIP: 'None', ipFamilies: ['IPv6'] })),
    post('services', service('both', { clusterIP: 'None', ipFamilies: ['IPv6'], ipFamilyPolicy: 'SingleStack' })),
  ],
  'becomes single-stack': [merge('services/web', { spec: { ipFamilyPolicy: 'SingleStack' } })],
  'becomes single-stack, and comes back': [
    merge('services/web', { spec: { ipFamilyPolicy: 'SingleStack' } }),
    merge('services/web', { spec: { ipFamilyPolicy: 'PreferDualStack' } }),
    merge('services/web', { spec: { ipFamilies: both, ipFamilyPolicy: 'RequireDualStack' } }),
  ],
  'changes the order of its families': [merge('services/web', { spec: { ipFamilies: both.toReversed() } })],
  'gets a selector with one family': [
    merge('services/web', {
      spec: { selector: { app: 'web' }, ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' },
    }),
  ],
};

/** A type goes with its fields, but not with those that the same request changes. */
const leaving: Readonly<Record<string, readonly [from: Fields, ...changes: Fields[]]>> = {
  'to ExternalName with other families': [
    {},
    { type: 'ExternalName', externalName: 'a.b', ipFamilies: ['IPv6'] },
    { type: 'ExternalName', externalName: 'a.b', ipFamilyPolicy: 'PreferDualStack' },
  ],
  'from LoadBalancer with another class, port or wish for node ports': [
    { type: 'LoadBalancer', externalTrafficPolicy: 'Local', loadBalancerClass: 'example.com/own' },
    { type: 'ClusterIP', healthCheckNodePort: 30050 },
    { type: 'NodePort', allocateLoadBalancerNodePorts: false },
    { type: 'ClusterIP', loadBalancerClass: 'example.com/other' },
    { type: 'ClusterIP', externalTrafficPolicy: 'Cluster' },
    { type: 'ClusterIP', ports: [{ port: 80, nodePort: 30051 }] },
  ],
};

export const families: readonly Scenario[] = [
  ...Object.entries(creates).map(([name, spec]): Scenario => ({
    name: `a Service that wants ${name}`,
    steps: [post('services', simple('web', spec))],
  })),
  ...Object.entries(onFree).map(([name, asks]): Scenario => ({
    name: `a headless Service without a selector ${name}`,
    steps: [post('services', free), ...asks],
  })),
  ...Object.entries(leaving).map(([name, [from, ...changes]]): Scenario => ({
    name: `a type is left ${name}`,
    steps: [post('services', simple('web', from)), ...changes.map((spec) => merge('services/web', { spec }))],
  })),
];
