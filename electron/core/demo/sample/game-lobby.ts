import type { DemoManifest } from '../registry.ts';
import { deployment, namespace, service, statefulSet } from './builders.ts';
import { LOAD_BALANCER_CLASS } from './load-balancer-class.ts';

const ns = 'game-lobby';

/** A game: the lobby that players meet in, and the players, one pod each. */
export const gameLobby: readonly DemoManifest[] = [
  namespace(ns),

  deployment([ns, 'lobby'], {
    replicas: 3,
    ports: [
      { name: 'http', containerPort: 8080 },
      { name: 'metrics', containerPort: 9090 },
      { name: 'events-tcp', containerPort: 7777 },
    ],
  }),
  service([ns, 'lobby'], {
    selector: { app: 'lobby' },
    ports: [
      { name: 'http', port: 80, targetPort: 'http', appProtocol: 'http' },
      { name: 'metrics', port: 9090, targetPort: 'metrics' },
      { name: 'events', port: 7777, targetPort: 'events-tcp' },
    ],
  }),
  service([ns, 'lobby-public'], {
    type: 'LoadBalancer',
    loadBalancerClass: LOAD_BALANCER_CLASS,
    selector: { app: 'lobby' },
    ports: [{ name: 'http', port: 80, targetPort: 'http' }],
  }),

  statefulSet([ns, 'player'], { service: 'player', replicas: 4 }),
  service([ns, 'player'], {
    clusterIP: 'None',
    selector: { app: 'player' },
    ports: [{ name: 'http', port: 8080, targetPort: 'http' }],
  }),

  // Two pods on three nodes: one node's port leads nowhere.
  deployment([ns, 'matchmaker'], { replicas: 2 }),
  service([ns, 'matchmaker'], {
    type: 'NodePort',
    externalTrafficPolicy: 'Local',
    selector: { app: 'matchmaker' },
    ports: [{ name: 'http', port: 80, targetPort: 'http' }],
  }),
];
