import { afterEach, expect, it } from 'vitest';
import { DemoSandbox } from '../testing/demo-sandbox.ts';
import { LOAD_BALANCER_CLASS } from './load-balancer-class.ts';
import { sampleManifests } from './sample.ts';

const demo = new DemoSandbox({ loadBalancerClass: LOAD_BALANCER_CLASS });
afterEach(() => demo.close());

/** Ready of all endpoints, each counted once. */
function endpoints(namespace: string, service: string): string {
  const slices = demo.list('EndpointSlice', namespace).filter(({ metadata }) => {
    return metadata.labels?.['kubernetes.io/service-name'] === service;
  });
  const all = slices.flatMap((slice) => slice.endpoints ?? []);
  return `${all.filter(({ conditions }) => conditions?.['ready']).length} of ${all.length}`;
}

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
});
