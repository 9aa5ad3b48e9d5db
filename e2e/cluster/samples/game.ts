import type { KubeObject } from '../objects.ts';
import { deployment, http, namespaceOf, service } from './builders.ts';

const ns = 'game-prod';

/** A game: what players reach from outside, by UDP too. */
export const game: readonly KubeObject[] = [
  namespaceOf(ns),

  deployment([ns, 'lobby'], { replicas: 4, ports: [http, { name: 'game', containerPort: 7777, protocol: 'UDP' }] }),
  service(
    [ns, 'lobby'],
    {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      loadBalancerSourceRanges: ['203.0.113.0/24'],
      selector: { app: 'lobby' },
      ports: [
        { name: 'http', port: 80, targetPort: 'http' },
        { name: 'game', port: 7777, targetPort: 'game', protocol: 'UDP' },
      ],
    },
    { loadBalancer: { ingress: [{ ip: '203.0.113.77', ipMode: 'VIP' }] } },
  ),
  service([ns, 'match'], {
    type: 'NodePort',
    externalTrafficPolicy: 'Local',
    selector: { app: 'lobby' },
    // Of the numbers that the API server gives to nobody who does not ask for one.
    ports: [{ port: 80, targetPort: 'http', nodePort: 30077 }],
  }),
  service([ns, 'near'], {
    selector: { app: 'lobby' },
    trafficDistribution: 'PreferClose',
    ports: [{ port: 80, targetPort: 'http' }],
  }),

  deployment([ns, 'voice'], { replicas: 2, ports: [{ name: 'rtp', containerPort: 5004, protocol: 'UDP' }] }),
  service([ns, 'voice'], {
    selector: { app: 'voice' },
    ports: [{ name: 'rtp', port: 5004, targetPort: 'rtp', protocol: 'UDP' }],
  }),

  deployment([ns, 'rank'], { replicas: 2, ports: [{ name: 'grpc', containerPort: 50051 }] }),
  service([ns, 'rank'], {
    selector: { app: 'rank' },
    ports: [{ name: 'grpc', port: 50051, targetPort: 'grpc', appProtocol: 'kubernetes.io/h2c' }],
  }),

  deployment([ns, 'chat'], { ports: [{ name: 'chat', containerPort: 7000 }], backends: '7000=echo' }),
  service([ns, 'chat'], {
    type: 'LoadBalancer',
    allocateLoadBalancerNodePorts: false,
    loadBalancerClass: 'example.com/bare-metal',
    selector: { app: 'chat' },
    ports: [{ name: 'chat', port: 7000, targetPort: 'chat' }],
  }),
];
