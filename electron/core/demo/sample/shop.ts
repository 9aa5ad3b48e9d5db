import type { DemoManifest } from '../registry.ts';
import { deployment, namespace, service, statefulSet } from './builders.ts';

const ns = 'shop';
const http = { name: 'http', port: 80, targetPort: 'http' } as const;
const MYSQL = 3306;

/** A shop in good health, but for an address that nobody gives. */
export const shop: readonly DemoManifest[] = [
  namespace(ns),

  deployment([ns, 'frontend'], { replicas: 3 }),
  service([ns, 'frontend'], {
    selector: { app: 'frontend' },
    ports: [{ ...http, appProtocol: 'http' }],
  }),
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { namespace: ns, name: 'frontend' },
    spec: {
      rules: [
        {
          host: 'shop.example.com',
          http: {
            paths: [
              { path: '/', pathType: 'Prefix', backend: { service: { name: 'frontend', port: { name: 'http' } } } },
            ],
          },
        },
      ],
    },
  },

  deployment([ns, 'backend'], { replicas: 2, ports: [{ name: 'http', containerPort: 3000 }] }),
  service([ns, 'backend'], { selector: { app: 'backend' }, ports: [http] }),
  service([ns, 'cart'], {
    selector: { app: 'backend' },
    sessionAffinity: 'ClientIP',
    sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } },
    ports: [http],
  }),
  // No class, and nobody who serves those without one: it stays pending.
  service([ns, 'partners'], { type: 'LoadBalancer', selector: { app: 'backend' }, ports: [http] }),

  deployment([ns, 'search'], { replicas: 2 }),
  service([ns, 'search'], { type: 'NodePort', selector: { app: 'search' }, ports: [http] }),

  statefulSet([ns, 'mysql'], {
    service: 'mysql',
    replicas: 2,
    image: 'registry.example.com/shop/mysql:8.4.6',
    ports: [{ name: 'mysql', containerPort: MYSQL }],
    probe: 'tcp',
  }),
  service([ns, 'mysql'], {
    clusterIP: 'None',
    selector: { app: 'mysql' },
    ports: [{ name: 'mysql', port: MYSQL, targetPort: 'mysql' }],
  }),
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace: ns, name: 'mysql-from-backend' },
    spec: {
      podSelector: { matchLabels: { app: 'mysql' } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [{ podSelector: { matchLabels: { app: 'backend' } } }],
          ports: [{ protocol: 'TCP', port: MYSQL }],
        },
      ],
    },
  },

  service([ns, 'payments'], { type: 'ExternalName', externalName: 'payments.example.com' }),

  // Nobody selects it: its endpoints are written by hand.
  service([ns, 'warehouse'], { ports: [{ name: 'http', port: 80, targetPort: 8080 }] }),
  {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      namespace: ns,
      name: 'warehouse-1',
      labels: { 'kubernetes.io/service-name': 'warehouse', 'endpointslice.kubernetes.io/managed-by': 'staff' },
    },
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints: [
      { addresses: ['192.0.2.10'], conditions: { ready: true } },
      { addresses: ['192.0.2.11'], conditions: { ready: false } },
    ],
  },
];
