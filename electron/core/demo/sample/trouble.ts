import type { DemoManifest } from '../registry.ts';
import { deployment, namespace, service } from './builders.ts';

const ns = 'trouble';
const http = { name: 'http', port: 80, targetPort: 'http' } as const;

/** The Services of the namespace `trouble`, each with the finding that it is there for. */
export const faults: Readonly<Record<string, string>> = {
  orders: 'B1',
  coupons: 'B7',
  reports: 'C2',
  emails: 'C4',
  reviews: 'C6',
  invoices: 'D1',
  tickets: 'F2',
  legacy: 'F5',
};

/** One Service broken in each common way. */
export const trouble: readonly DemoManifest[] = [
  namespace(ns),

  deployment([ns, 'orders'], { replicas: 3 }),
  service([ns, 'orders'], { selector: { app: 'ordres' }, ports: [http] }),

  deployment([ns, 'coupons'], { replicas: 0 }),
  service([ns, 'coupons'], { selector: { app: 'coupons' }, ports: [http] }),

  deployment([ns, 'reports'], { replicas: 2, image: 'registry.invalid/trouble/reports:3.0.0' }),
  service([ns, 'reports'], { selector: { app: 'reports' }, ports: [http] }),

  deployment([ns, 'emails'], {
    replicas: 2,
    env: { EXIT_AFTER: 2, EXIT_CODE: 2, EXIT_MESSAGE: 'panic: SMTP_HOST is not set' },
  }),
  service([ns, 'emails'], { selector: { app: 'emails' }, ports: [http] }),

  deployment([ns, 'reviews'], { replicas: 2, env: { HEALTH: 503 } }),
  service([ns, 'reviews'], { selector: { app: 'reviews' }, ports: [http] }),

  deployment([ns, 'invoices'], { replicas: 2 }),
  service([ns, 'invoices'], { selector: { app: 'invoices' }, ports: [{ ...http, targetPort: 'web' }] }),

  deployment([ns, 'tickets'], { replicas: 2 }),
  service([ns, 'tickets'], {
    type: 'LoadBalancer',
    loadBalancerClass: 'cloud.example.com/network',
    selector: { app: 'tickets' },
    ports: [http],
  }),

  service([ns, 'legacy'], { type: 'ExternalName', externalName: '10.0.0.5' }),
];
