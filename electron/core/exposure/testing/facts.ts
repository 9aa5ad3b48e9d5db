import type { ExposedService, ExposureFacts } from '../facts.ts';

interface Made {
  readonly spec?: ExposedService['spec'];
  readonly metadata?: Partial<ExposedService['metadata']>;
  readonly addresses?: readonly string[];
}

let made = 0;

/** `shop/web`, a ClusterIP Service with one port, but for what is given. */
export function exposed({ spec, metadata, addresses = [] }: Made = {}): ExposedService {
  const ports = [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }];
  const address = {
    clusterIP: '10.96.7.7',
    clusterIPs: ['10.96.7.7'],
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    internalTrafficPolicy: 'Cluster',
  };
  const usual = { type: 'ClusterIP', selector: { app: 'web' }, ports, sessionAffinity: 'None' };
  return {
    metadata: { name: 'web', namespace: 'shop', uid: `uid-${++made}`, resourceVersion: '7', ...metadata },
    spec: { ...usual, ...(spec?.type !== 'ExternalName' && address), ...spec },
    status: { loadBalancer: { ingress: addresses.map((ip) => ({ ip })) } },
  };
}

/** A cluster in which there is nothing else, and everything may be done. */
export function factsOf(service: ExposedService, others: Partial<ExposureFacts> = {}): ExposureFacts {
  return {
    ref: { context: 'test', namespace: 'shop', name: 'web' },
    service,
    services: [service],
    slices: [{ metadata: meta('web-abc'), addressType: 'IPv4', endpoints: [{ addresses: ['10.1.0.1'] }] }],
    nodes: [{ metadata: { name: 'n1' } }],
    groups: [],
    cidrs: ['10.96.0.0/16'],
    ingresses: [],
    routes: [],
    policies: [],
    statefulSets: [],
    rights: { patch: true, delete: true, create: true },
    ...others,
  };
}

const meta = (name: string) => ({ name, uid: name, resourceVersion: '1', creationTimestamp: '' });
