import type { ContextView } from '../../shared/model/context.ts';
import type { ForwardEndpoint, ForwardView } from '../../shared/model/forward.ts';
import type { EndpointCounts, ServicePort, ServiceRow } from '../../shared/model/service.ts';
import { rowOf } from '../views/services/testing/rows.ts';

/** A context that is live, unless `fields` say otherwise. */
export function contextOf(key: string, fields: Partial<ContextView> = {}): ContextView {
  return {
    key,
    name: key,
    cluster: key,
    user: 'dev',
    server: `https://${key}.example:6443`,
    file: '~/.kube/config',
    credential: 'certificate',
    current: false,
    link: { state: 'live', since: 0 },
    version: 'v1.36.0',
    roundTrip: 31,
    scope: { whole: true, namespaces: [], typed: [] },
    gaps: [],
    ...fields,
  };
}

export function countsOf(ready: number, notReady = 0, terminating = 0): EndpointCounts {
  return { ready, notReady, terminating, total: ready + notReady + terminating };
}

export function portOf(port: number, targetPort: number | string = port, fields: Partial<ServicePort> = {}) {
  return { protocol: 'TCP', port, targetPort, ...fields } as const satisfies ServicePort;
}

const https = { name: 'https' };
const http = { name: 'http' };

/** One Service of each kind and in each state, over two clusters. */
export function sampleRows(): readonly ServiceRow[] {
  return [
    rowOf('prod-eu/payments/ledger', { ports: [portOf(9090, 'grpc')], endpoints: countsOf(0, 3) }),
    rowOf('prod-eu/shop/web', {
      type: 'LoadBalancer',
      externalAddresses: ['a1b2c3d4e5f6a7b8c9d0.eu-west-1.elb.aws.com'],
      ports: [portOf(443, 8443, { ...https, nodePort: 31443 })],
      endpoints: countsOf(0),
      externalTrafficPolicy: 'Local',
    }),
    rowOf('dev/shop/checkout', {
      type: 'LoadBalancer',
      pending: true,
      ports: [portOf(443, 'https', { nodePort: 30443 })],
      endpoints: countsOf(2),
    }),
    rowOf('prod-eu/game-prod/game-edge', {
      type: 'LoadBalancer',
      externalAddresses: ['203.0.113.20', '203.0.113.21'],
      ports: [portOf(7777, 7777, { protocol: 'UDP' })],
      endpoints: countsOf(2),
    }),
    rowOf('prod-eu/game-prod/game-lobby', { ports: [portOf(80, 8080, http)], endpoints: countsOf(6, 2) }),
    rowOf('prod-eu/game-prod/players', { ports: [portOf(80, 8080, http)], endpoints: countsOf(175, 20, 5) }),
    rowOf('dev/game/old-lobby', { ports: [portOf(80, 8080, http)], endpoints: countsOf(0, 0, 1) }),
    rowOf('dev/data/pg-replica', { ports: [portOf(5432, 'pg')] }),
    rowOf('prod-eu/game-prod/match-maker', {
      ports: [portOf(80, 8080), portOf(9000, 9000)],
      endpoints: countsOf(12),
    }),
    rowOf('prod-eu/game-prod/nats', {
      headless: true,
      clusterIPs: ['None'],
      ports: [4222, 8222, 6222].map((port) => portOf(port)),
      endpoints: countsOf(3),
    }),
    rowOf('prod-eu/shop/sessions', {
      sessionAffinity: { type: 'ClientIP', seconds: 10_800 },
      endpoints: countsOf(3, 0, 1),
    }),
    rowOf('prod-eu/shop/both-families', {
      clusterIPs: ['10.96.12.5', 'fd00:96::5'],
      ipFamilies: ['IPv4', 'IPv6'],
      endpoints: countsOf(5),
    }),
    rowOf('prod-eu/shop/external-rates', {
      type: 'ExternalName',
      externalName: 'api.rates.example',
      clusterIPs: [],
      ports: [],
    }),
    rowOf('dev/observe/grafana', {
      type: 'NodePort',
      ports: [portOf(3000, 3000, { nodePort: 30_300, name: 'http' })],
      endpoints: countsOf(1),
    }),
  ];
}

/** A forward that listens, and balances over three Pods. */
export function forwardOf(row: ServiceRow, fields: Partial<ForwardView> = {}): ForwardView {
  const { context, namespace, name, ports } = row;
  const port = ports[0]?.port ?? 80;
  return {
    key: `${row.key}:${port}`,
    spec: { context, namespace, name, port },
    state: { state: 'listening' },
    local: { port: 8080, addresses: ['127.0.0.1', '::1'], wanted: port },
    scheme: 'http',
    policy: 'round-robin',
    connections: { live: 2, waiting: 0, total: 300, failed: 0 },
    bytes: { in: 1_200_000, out: 40_000 },
    answers: { total: 0 },
    endpoints: [],
    log: [],
    ...fields,
  };
}

/** An endpoint of a forward: ready, and nothing came yet. */
export function forwardEndpoint(pod: string, fields: Partial<ForwardEndpoint> = {}): ForwardEndpoint {
  const counts = { live: 0, total: 0, failed: 0 };
  return { key: pod, pod, address: '10.0.0.1', port: 80, state: 'ready', weight: 1, ...counts, ...fields };
}

/** Many Services, for what has to stay quick. */
export function manyRows(context: string, count: number): readonly ServiceRow[] {
  return Array.from({ length: count }, (_, n) =>
    rowOf(`${context}/team-${n % 40}/service-${n}`, {
      clusterIPs: [`10.${100 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`],
      ports: [portOf(80, 8080, http)],
      endpoints: countsOf(n % 9, n % 7 === 0 ? 1 : 0),
    }),
  );
}
