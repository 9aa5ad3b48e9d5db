import type { EndpointView, PodView, ServiceDetail } from '../../../../shared/model/endpoint.ts';
import type { ForwardView } from '../../../../shared/model/forward.ts';
import type { ServiceRow } from '../../../../shared/model/service.ts';

/** A plain ClusterIP Service of one port, with whatever a test changes about it. */
export function serviceRow(changes: Partial<ServiceRow> = {}): ServiceRow {
  return {
    key: 'dev/shop/web',
    context: 'dev',
    namespace: 'shop',
    name: 'web',
    uid: 'uid-web',
    resourceVersion: '1',
    type: 'ClusterIP',
    headless: false,
    clusterIPs: ['10.96.4.2'],
    externalAddresses: [],
    pending: false,
    ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }],
    selector: { app: 'web' },
    endpoints: { ready: 0, notReady: 0, terminating: 0, total: 0 },
    sessionAffinity: { type: 'None' },
    publishNotReadyAddresses: false,
    ipFamilies: ['IPv4'],
    labels: {},
    created: '2026-11-21T00:00:00Z',
    ...changes,
  };
}

export function podView(name: string, changes: Partial<PodView> = {}): PodView {
  return {
    namespace: 'shop',
    name,
    uid: `uid-${name}`,
    phase: 'Running',
    ready: true,
    ips: ['10.42.1.1'],
    terminating: false,
    created: '2026-11-21T00:00:00Z',
    containers: [],
    ...changes,
  };
}

/** The endpoint of the Pod `name`, ready on `http` 8080. */
export function endpointView(name: string, changes: Partial<EndpointView> = {}): EndpointView {
  return {
    key: `endpoint-${name}`,
    addresses: ['10.42.3.19'],
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    ready: true,
    serving: true,
    terminating: false,
    node: 'worker-a1',
    zone: 'eu-2a',
    target: { kind: 'Pod', namespace: 'shop', name },
    slices: [{ name: 'web-abc', managedBy: 'endpointslice-controller.k8s.io', addressType: 'IPv4' }],
    ...changes,
  };
}

/** `count` endpoints over three zones and `nodes` nodes; every `notReadyEvery`th is not ready. */
export function manyEndpoints(count: number, nodes = 12, notReadyEvery = 9): readonly EndpointView[] {
  return Array.from({ length: count }, (_, index) => {
    const node = index % nodes;
    const ready = (index + 1) % notReadyEvery !== 0;
    const name = `web-5c9d7f64b-${index.toString(36).padStart(5, '0')}`;
    return endpointView(name, {
      addresses: [`10.42.${Math.floor(index / 250)}.${(index % 250) + 1}`],
      node: `worker-${'abc'.charAt(node % 3)}${Math.floor(node / 3) + 1}`,
      zone: `eu-2${'abc'.charAt(node % 3)}`,
      ready,
      serving: ready,
      pod: podView(name, ready ? {} : { ready: false, reason: 'CrashLoopBackOff' }),
    });
  });
}

export function serviceDetail(
  endpoints: readonly EndpointView[],
  service: Partial<ServiceRow> = {},
  rest: Partial<ServiceDetail> = {},
): ServiceDetail {
  const row = serviceRow(service);
  return { key: row.key, service: row, endpoints, podsWithoutEndpoint: [], gaps: [], ...rest };
}

export function forwardView(changes: Partial<ForwardView> = {}): ForwardView {
  return {
    key: 'forward-1',
    spec: { context: 'dev', namespace: 'shop', name: 'web', port: 80 },
    state: { state: 'listening' },
    local: { port: 8080, addresses: ['127.0.0.1', '::1'], wanted: 8080 },
    scheme: 'http',
    policy: 'round-robin',
    connections: { live: 0, waiting: 0, total: 0, failed: 0 },
    bytes: { in: 0, out: 0 },
    answers: { total: 0 },
    endpoints: [],
    log: [],
    ...changes,
  };
}
