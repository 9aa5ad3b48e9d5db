import type { Obj } from '../objects.ts';
import type { Fixture } from './fixtures.ts';
import type { Json } from './merge-patch.ts';

const ports = { plain: [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }] };
const pod = (change: Json): Json => ({ spec: { template: change } });
const labels = (more: Json): Json => pod({ metadata: { labels: more } });

function containers(declared: readonly Json[], probe: Json): Json {
  return pod({
    spec: {
      containers: [{ name: 'main', image: 'registry.example.com/shop/web:1', ports: declared, readinessProbe: probe }],
    },
  });
}

const tcp = (port: number | string): Json => ({ tcpSocket: { port } });
const front: Obj = {
  kind: 'Ingress',
  metadata: { name: 'front', namespace: 'shop' },
  ...{
    spec: {
      rules: [{ http: { paths: [{ path: '/', backend: { service: { name: 'web', port: { name: 'http' } } } }] } }],
    },
  },
};
const open: Obj = {
  kind: 'NetworkPolicy',
  metadata: { name: 'allow', namespace: 'shop' },
  ...{
    spec: { podSelector: { matchLabels: { app: 'web' } }, ingress: [{ ports: [{ port: 8080, protocol: 'TCP' }] }] },
  },
};

function healthy(name: string, fixture: Omit<Fixture, 'name' | 'verdict'>): Fixture {
  return { name, verdict: 'healthy', ...fixture };
}

/** Healthy, each in another way. */
export const healthyServices: readonly Fixture[] = [
  healthy('plain', {}),
  healthy('two labels', { change: { 'Service/web': { spec: { selector: { tier: 'frontend' } } } } }),
  healthy('recommended labels', {
    change: {
      'Service/web': {
        spec: {
          selector: {
            app: null,
            'app.kubernetes.io/name': 'storefront',
            'app.kubernetes.io/instance': 'storefront-prod',
          },
        },
      },
      'Deployment/web': labels({
        app: null,
        'app.kubernetes.io/name': 'storefront',
        'app.kubernetes.io/instance': 'storefront-prod',
      }),
    },
  }),
  healthy('three labels', {
    change: {
      'Service/web': { spec: { selector: { tier: 'frontend', release: 'stable' } } },
      'Deployment/web': labels({ release: 'stable' }),
    },
  }),
  healthy('by number', {
    change: { 'Service/web': { spec: { ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }] } } },
  }),
  healthy('two ports', {
    change: {
      'Service/web': {
        spec: { ports: [...ports.plain, { name: 'metrics', port: 9090, targetPort: 'metrics', protocol: 'TCP' }] },
      },
      'Deployment/web': containers(
        [
          { name: 'http', containerPort: 8080 },
          { name: 'metrics', containerPort: 9100 },
        ],
        tcp('http'),
      ),
    },
  }),
  healthy('UDP', {
    change: {
      'Service/web': { spec: { ports: [{ name: 'dns', port: 53, targetPort: 'dns', protocol: 'UDP' }] } },
      'Deployment/web': containers([{ name: 'dns', containerPort: 8053, protocol: 'UDP' }], tcp(8080)),
    },
  }),
  healthy('node port', {
    change: {
      'Service/web': {
        spec: {
          type: 'NodePort',
          externalTrafficPolicy: 'Cluster',
          ports: [{ name: 'http', port: 80, targetPort: 'http', nodePort: 30080, protocol: 'TCP' }],
        },
      },
    },
  }),
  healthy('load balancer', {
    change: {
      'Service/web': {
        spec: { type: 'LoadBalancer', externalTrafficPolicy: 'Cluster' },
        status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } },
      },
    },
  }),
  healthy('headless', {
    change: {
      'Service/web': { spec: { clusterIP: 'None', ports: [{ name: 'http', port: 8080, targetPort: 'http' }] } },
    },
  }),
  healthy('behind an Ingress', { add: [front] }),
  healthy('with a policy', { add: [open] }),
];
