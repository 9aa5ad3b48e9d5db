import { afterEach, expect, it, vi } from 'vitest';
import type { EndpointSlice, Service } from '../shapes.ts';
import { DemoSandbox } from '../testing/demo-sandbox.ts';
import { LOAD_BALANCER_CLASS } from './load-balancer-class.ts';
import { sampleManifests } from './sample.ts';
import { faults } from './trouble.ts';

// Minutes of a cluster's time are work, and other tests may run beside.
vi.setConfig({ testTimeout: 30_000 });

const demo = new DemoSandbox({ loadBalancerClass: LOAD_BALANCER_CLASS });
afterEach(() => demo.close());

function slicesOf(namespace: string, service: string): readonly EndpointSlice[] {
  return demo.list('EndpointSlice', namespace).filter(({ metadata }) => {
    return metadata.labels?.['kubernetes.io/service-name'] === service;
  });
}

/** Ready of all endpoints, each counted once. */
function endpoints(namespace: string, service: string): string {
  const all = slicesOf(namespace, service).flatMap((slice) => slice.endpoints ?? []);
  return `${all.filter(({ conditions }) => conditions?.['ready']).length} of ${all.length}`;
}

/** What proves a finding of `trouble`, where counting endpoints doesn't. */
const proofs: Readonly<Record<string, (service: Service) => unknown>> = {
  B1: ({ spec }) => [spec.selector, demo.pods('orders-').length],
  B7: () => demo.get('Deployment', 'trouble', 'coupons').spec.replicas,
  D1: ({ metadata }) => slicesOf('trouble', metadata.name).map(({ ports, endpoints }) => [ports, endpoints?.length]),
  F2: ({ spec, status }) => [spec.loadBalancerClass, status?.loadBalancer],
  F5: ({ spec }) => spec['externalName'],
};

it('settles into the states that it promises', async () => {
  demo.apply(...sampleManifests());
  await demo.pass(60_000);

  const services = demo.list('Service').map(({ metadata: { namespace = '', name }, status }) => {
    const addresses = (status?.loadBalancer?.ingress ?? []).map(({ ip }) => String(ip));
    return [`${namespace}/${name}`, endpoints(namespace, name), ...addresses].join(' ');
  });
  expect(services).toMatchInlineSnapshot(`
    [
      "default/kubernetes 1 of 1",
      "game-lobby/lobby 3 of 3",
      "game-lobby/lobby-public 3 of 3 203.0.113.10",
      "game-lobby/matchmaker 2 of 2",
      "game-lobby/player 4 of 4",
      "kube-system/kube-dns 2 of 2",
      "shop/backend 2 of 2",
      "shop/cart 2 of 2",
      "shop/frontend 3 of 3",
      "shop/mysql 2 of 2",
      "shop/partners 2 of 2",
      "shop/payments 0 of 0",
      "shop/search 2 of 2",
      "shop/warehouse 1 of 2",
      "trouble/coupons 0 of 0",
      "trouble/emails 0 of 2",
      "trouble/invoices 2 of 2",
      "trouble/legacy 0 of 0",
      "trouble/orders 0 of 0",
      "trouble/reports 0 of 2",
      "trouble/reviews 0 of 2",
      "trouble/tickets 2 of 2",
    ]
  `);
  const waiting = demo.pods().flatMap(({ metadata, status }) => {
    const [container] = status?.containerStatuses ?? [];
    const reason = container?.state.waiting?.reason;
    return reason === undefined ? [] : `${metadata.labels?.['app'] ?? ''} ${reason}`;
  });
  expect([...new Set(waiting)]).toMatchInlineSnapshot(`
    [
      "emails CrashLoopBackOff",
      "reports ImagePullBackOff",
    ]
  `);
  expect(demo.told('reviews-')).toContain('Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503');

  const found = demo.list('Service', 'trouble').map((service) => {
    const code = faults[service.metadata.name] ?? 'no fault';
    return [service.metadata.name, code, proofs[code]?.(service)];
  });
  expect(found).toMatchInlineSnapshot(`
    [
      [
        "coupons",
        "B7",
        0,
      ],
      [
        "emails",
        "C4",
        undefined,
      ],
      [
        "invoices",
        "D1",
        [
          [
            null,
            2,
          ],
        ],
      ],
      [
        "legacy",
        "F5",
        "10.0.0.5",
      ],
      [
        "orders",
        "B1",
        [
          {
            "app": "ordres",
          },
          3,
        ],
      ],
      [
        "reports",
        "C2",
        undefined,
      ],
      [
        "reviews",
        "C6",
        undefined,
      ],
      [
        "tickets",
        "F2",
        [
          "cloud.example.com/network",
          {},
        ],
      ],
    ]
  `);
});
