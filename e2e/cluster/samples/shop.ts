import { roles } from '../people.ts';
import type { KubeObject } from '../objects.ts';
import { deployment, event, http, namespaceOf, service, slice, statefulSet } from './builders.ts';

const ns = 'shop';

/** A shop in good health, with each way a Service can be made. */
export const shop: readonly KubeObject[] = [
  namespaceOf(ns),
  ...roles(ns),

  deployment([ns, 'web'], { replicas: 3 }),
  service([ns, 'web'], {
    selector: { app: 'web' },
    ports: [{ name: 'http', port: 80, targetPort: 'http', appProtocol: 'http' }],
  }),

  deployment([ns, 'api'], { replicas: 2, ports: [{ containerPort: 3000 }] }),
  service([ns, 'api'], { type: 'NodePort', selector: { app: 'api' }, ports: [{ port: 80, targetPort: 3000 }] }),

  service(
    [ns, 'storefront'],
    { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ name: 'https', port: 443, targetPort: 8080 }] },
    { loadBalancer: { ingress: [{ ip: '203.0.113.10', ipMode: 'VIP' }, { hostname: 'a1.elb.example.org' }] } },
  ),
  service([ns, 'checkout'], {
    type: 'LoadBalancer',
    selector: { app: 'web' },
    ports: [{ port: 80, targetPort: 'http' }],
  }),
  service([ns, 'payments'], { type: 'ExternalName', externalName: 'payments.example.com' }),

  statefulSet([ns, 'db'], 'db', {
    replicas: 3,
    ports: [{ name: 'postgres', containerPort: 5432 }],
    backends: '5432=echo',
  }),
  service([ns, 'db'], { clusterIP: 'None', selector: { app: 'db' }, ports: [{ name: 'postgres', port: 5432 }] }),

  // Nobody selects these: their endpoints are written by hand.
  service([ns, 'warehouse'], { ports: [{ name: 'http', port: 80, targetPort: 8080 }] }),
  slice([ns, 'warehouse-1'], {
    service: 'warehouse',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints: [
      { addresses: ['192.0.2.10'], conditions: { ready: true } },
      { addresses: ['192.0.2.11'], conditions: { ready: false } },
    ],
  }),
  service([ns, 'mainframe'], { ports: [{ port: 3270 }] }),
  {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { namespace: ns, name: 'mainframe' },
    subsets: [{ addresses: [{ ip: '192.0.2.40' }, { ip: '192.0.2.41' }], ports: [{ port: 3270, protocol: 'TCP' }] }],
  },

  service([ns, 'office'], {
    selector: { app: 'web' },
    externalIPs: ['198.51.100.80'],
    ports: [{ port: 8000, targetPort: 'http' }],
  }),

  deployment([ns, 'admin'], {
    replicas: 2,
    ports: [http, { name: 'metrics', containerPort: 9090 }, { name: 'debug', containerPort: 6060 }],
    backends: '6060=none',
  }),
  service([ns, 'admin'], {
    selector: { app: 'admin' },
    ports: [
      { name: 'http', port: 80, targetPort: 'http' },
      { name: 'metrics', port: 9090, targetPort: 'metrics', appProtocol: 'prometheus.io/metrics' },
      { name: 'debug', port: 6060, targetPort: 6060 },
    ],
  }),

  // One name, another number in each: halfway through a release that moved the port.
  deployment([ns, 'search-old'], { replicas: 2, labels: { part: 'search' } }),
  deployment([ns, 'search-new'], { labels: { part: 'search' }, ports: [{ name: 'http', containerPort: 9000 }] }),
  service([ns, 'search'], { selector: { part: 'search' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] }),

  service([ns, 'both-families'], {
    selector: { app: 'web' },
    ipFamilyPolicy: 'RequireDualStack',
    ports: [{ port: 80, targetPort: 'http' }],
  }),
  service([ns, 'ipv6-only'], {
    selector: { app: 'web' },
    ipFamilyPolicy: 'SingleStack',
    ipFamilies: ['IPv6'],
    ports: [{ port: 80, targetPort: 'http' }],
  }),
  service([ns, 'cart'], {
    selector: { app: 'web' },
    sessionAffinity: 'ClientIP',
    sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } },
    ports: [{ port: 80, targetPort: 'http' }],
  }),
  service([ns, 'node-cache'], {
    selector: { app: 'api' },
    internalTrafficPolicy: 'Local',
    ports: [{ port: 80, targetPort: 3000 }],
  }),

  event(service([ns, 'checkout'], {}), {
    reason: 'SyncLoadBalancerFailed',
    message: 'Error syncing load balancer: failed to ensure load balancer: quota exceeded',
    component: 'service-controller',
    count: 4,
  }),
  event(service([ns, 'storefront'], {}), {
    type: 'Normal',
    reason: 'EnsuredLoadBalancer',
    message: 'Ensured load balancer',
    component: 'service-controller',
  }),
];
