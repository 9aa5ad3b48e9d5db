import { service } from '../harness/objects.ts';
import { get, merge, post } from '../harness/scenario.ts';
import type { Scenario } from '../harness/scenario.ts';
import type { Fields } from '../harness/values.ts';

const ports = [{ name: 'http', port: 80, targetPort: 8080 }];
const selector = { app: 'web' };

/** Each type as people have it, with all the fields that depend on the type. */
const shapes: Readonly<Record<string, Fields>> = {
  ClusterIP: { type: 'ClusterIP', selector, ports },
  Headless: { type: 'ClusterIP', clusterIP: 'None', selector, ports },
  NodePort: { type: 'NodePort', externalTrafficPolicy: 'Local', selector, ports },
  LoadBalancer: {
    type: 'LoadBalancer',
    externalTrafficPolicy: 'Local',
    loadBalancerClass: 'example.com/own',
    loadBalancerSourceRanges: ['10.0.0.0/8'],
    selector,
    ports,
  },
  ExternalName: { type: 'ExternalName', externalName: 'db.example.org', selector },
};

/** The patch that a person would try, which for some pairs the server refuses or ignores. */
const changes: Readonly<Record<string, Fields>> = {
  ClusterIP: { type: 'ClusterIP', loadBalancerSourceRanges: null, externalName: null, ports },
  Headless: { type: 'ClusterIP', clusterIP: 'None', loadBalancerSourceRanges: null, externalName: null },
  NodePort: { type: 'NodePort', loadBalancerSourceRanges: null, externalName: null, ports },
  LoadBalancer: { type: 'LoadBalancer', externalName: null, ports },
  ExternalName: { type: 'ExternalName', externalName: 'other.example.org', loadBalancerSourceRanges: null },
};

const matrix = Object.entries(shapes).flatMap(([from, shape]) =>
  Object.entries(changes).map(([to, change]): Scenario => ({
    name: `${from} to ${to}`,
    steps: [
      post('services', service('web', shape)),
      merge('services/web?dryRun=All', { spec: change }),
      merge('services/web', { spec: change }),
      get('services/web'),
    ],
  })),
);

/** The type alone is sent: what the server clears by itself, and what it asks for. */
const bare = Object.entries(shapes).flatMap(([from, shape]) =>
  ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'].map((type): Scenario => ({
    name: `${from} to ${type} by type alone`,
    steps: [post('services', service('web', shape)), merge('services/web', { spec: { type } })],
  })),
);

const twoSteps: readonly Scenario[] = [
  {
    name: 'a ClusterIP Service becomes headless by way of ExternalName, and comes back to its old address',
    steps: [
      post('services', service('web', { ...shapes['ClusterIP'], clusterIP: '10.96.0.51' })),
      merge('services/web', { spec: { type: 'ExternalName', externalName: 'transition.invalid' } }),
      merge('services/web', { spec: { type: 'ClusterIP', clusterIP: 'None', externalName: null } }),
      merge('services/web', { spec: { type: 'ExternalName', externalName: 'transition.invalid' } }),
      merge('services/web', { spec: { type: 'ClusterIP', clusterIP: '10.96.0.51', externalName: null } }),
    ],
  },
  {
    name: 'a NodePort Service becomes headless and comes back to its old number',
    steps: [
      post('services', service('web', { type: 'NodePort', selector, ports: [{ port: 80, nodePort: 30001 }] })),
      merge('services/web', { spec: { type: 'ExternalName', externalName: 'transition.invalid' } }),
      merge('services/web', { spec: { type: 'ClusterIP', clusterIP: 'None', externalName: null } }),
      merge('services/web', { spec: { type: 'ExternalName', externalName: 'transition.invalid' } }),
      merge('services/web', {
        spec: { type: 'NodePort', externalName: null, ports: [{ port: 80, nodePort: 30001 }] },
      }),
    ],
  },
];

export const transitions: readonly Scenario[] = [...matrix, ...bare, ...twoSteps];
