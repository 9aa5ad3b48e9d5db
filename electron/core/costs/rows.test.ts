import { describe, expect, test } from 'vitest';
import { defaultCosts, type CostSettings, type CostTrait } from '../../../shared/model/cost.ts';
import type { Node, ObjectMeta, Service } from '../kube/objects.ts';
import type { AskingIngress } from './ingress-kind.ts';
import { readPrices, shippedPrices, withOwn } from './price-list.ts';
import { clusterCosts } from './rows.ts';

const meta = (name: string, more: Partial<ObjectMeta> = {}): ObjectMeta => ({
  name,
  uid: name,
  resourceVersion: '1',
  creationTimestamp: '2026-11-01T00:00:00Z',
  ...more,
});
const node = (providerID: string, kubeletVersion = 'v1.36.3'): Node => ({
  metadata: meta('n', { labels: { 'topology.kubernetes.io/region': 'eu-1', 'topology.kubernetes.io/zone': 'a' } }),
  spec: { providerID },
  status: { nodeInfo: { kubeletVersion } },
});
const AWS = node('aws:///eu-1a/i-1');
const NLB = { 'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb' };

interface Wish {
  readonly spec?: Partial<Service['spec']>;
  readonly meta?: Partial<ObjectMeta>;
  readonly address?: { readonly ip?: string; readonly hostname?: string } | undefined;
}
function balanced(name: string, { spec, meta: more, address }: Wish = { address: { ip: '203.0.113.1' } }): Service {
  return {
    metadata: meta(name, { namespace: 'shop', annotations: NLB, ...more }),
    spec: { type: 'LoadBalancer', ports: [{ name: 'https', port: 443, protocol: 'TCP' }], ...spec },
    status: { loadBalancer: { ingress: address ? [address] : [] } },
  };
}
const at = { ip: '203.0.113.1' };

interface World {
  readonly node?: Node | undefined;
  readonly groups?: readonly string[];
  readonly ready?: number;
  readonly ingresses?: readonly AskingIngress[];
  readonly settings?: Partial<CostSettings>;
}
function costsOf(
  services: readonly Service[],
  { node: one = AWS, groups = [], ready = 1, settings = {}, ingresses = [] }: World = {},
) {
  return clusterCosts({
    context: 'prod',
    services,
    ingresses,
    readyOf: () => ready,
    nodes: [one],
    groups,
    prices: shippedPrices,
    settings: { ...defaultCosts, ...settings },
  });
}

describe('what a load balancer is, and costs', () => {
  test.each<[string, Wish, string, number]>([
    ['by annotation', { address: at }, 'NLB', 16.425],
    [
      'by class',
      { address: at, meta: { annotations: {} }, spec: { loadBalancerClass: 'service.k8s.aws/nlb' } },
      'NLB',
      16.425,
    ],
    ['by host name', { address: { hostname: 'a.elb.eu-1.amazonaws.com' }, meta: { annotations: {} } }, 'NLB', 16.425],
    [
      'else a classic one',
      { address: { hostname: 'a.eu-1.elb.amazonaws.com' }, meta: { annotations: {} } },
      'CLB',
      18.25,
    ],
  ])('on AWS: %s', (_, wish, what, month) => {
    const [row] = costsOf([balanced('web', wish)]).rows;
    expect(row).toMatchObject({ provider: 'AWS', what, month: expect.closeTo(month) as number, region: 'eu-1' });
    expect(row?.source).toMatchObject({ kind: 'list', read: '2026-08-21' });
  });

  test('where the provider is unknown nothing is claimed, until the person says it', () => {
    const nobody = { node: node('') };
    const [row] = costsOf([balanced('web')], nobody).rows;
    expect(row?.month).toBeUndefined();
    expect(row?.source).toBeUndefined();
    const [own] = costsOf([balanced('web')], { ...nobody, settings: { own: { prod: 0.01 } } }).rows;
    expect(own).toMatchObject({ month: expect.closeTo(7.3) as number, source: { kind: 'own' } });
  });

  test.each(['openstack:///id', 'upcloud:////x', 'civo://1', 'exoscale://1', 'ibm://1', 'hcloud://1'])(
    'of a cloud without a price that is known, %s, it is unknown',
    (id) => expect(costsOf([balanced('web')], { node: node(id) }).rows[0]?.month).toBeUndefined(),
  );

  test('made in the cluster it costs nothing, or what the person says', () => {
    const inside = { node: node(''), groups: ['metallb.io'] };
    expect(costsOf([balanced('web')], inside).rows[0]).toMatchObject({ month: 0, source: { kind: 'cluster' } });
    const [own] = costsOf([balanced('web')], { ...inside, settings: { own: { prod: 0.5 }, hours: 720 } }).rows;
    expect(own?.month).toBeCloseTo(360);
  });

  test('in another currency only at a rate that the person gave', () => {
    const scaleway = { node: node('scaleway://instance/fr-par-1/x') };
    expect(costsOf([balanced('web')], scaleway).rows[0]?.currency).toBe('EUR');
    const [row] = costsOf([balanced('web')], { ...scaleway, settings: { rates: { EUR: 2 } } }).rows;
    expect(row).toMatchObject({ currency: 'USD', month: expect.closeTo(0.014 * 730 * 2) as number });
  });
});

describe('a load balancer is', () => {
  test.each<[string, Wish, number]>([
    ['used', { address: at }, 2],
    ['idle', { address: at }, 0],
    ['pending', { address: undefined }, 0],
    ['releasing', { address: at, meta: { deletionTimestamp: '2026-11-01T00:00:00Z' } }, 1],
    ['orphaned', { address: at, spec: { type: 'ClusterIP' } }, 1],
  ])('%s', (state, wish, ready) => {
    expect(costsOf([balanced('web', wish)], { ready }).rows[0]?.state).toBe(state);
  });

  test('not paid for while it is pending', () => {
    expect(costsOf([balanced('web', { address: undefined })]).rows[0]?.month).toBe(0);
  });
});

const P = 'service.beta.kubernetes.io/aws-load-balancer-';
const addresses = { addresses: true };

describe('what makes a load balancer cost otherwise', () => {
  test.each<[string, Record<string, string>, readonly CostTrait[], number]>([
    ['nothing: an address in the one zone', {}, [], 1],
    ['being internal', { [`${P}internal`]: 'true' }, ['internal'], 0],
    ['addresses by name', { [`${P}eip-allocations`]: 'eipalloc-a,eipalloc-b' }, ['static-address'], 2],
    ['reaching over zones', { [`${P}cross-zone-load-balancing-enabled`]: 'true' }, ['cross-zone'], 1],
    ['the same by an attribute', { [`${P}attributes`]: 'load_balancing.cross_zone.enabled=true' }, ['cross-zone'], 1],
  ])('%s', (_, annotations, traits, paid) => {
    const service = balanced('web', { address: at, meta: { annotations: { ...NLB, ...annotations } } });
    const [row] = costsOf([service], { settings: addresses }).rows;
    expect(row).toMatchObject({ traits, month: expect.closeTo((0.0225 + paid * 0.005) * 730) as number });
  });

  test('use of its own, in place of what is assumed of all', () => {
    const usage = { ...defaultCosts.usage, gb: 730 };
    const settings = { usage, usageOf: { 'prod/shop/busy': { ...usage, gb: 7300 } } };
    const { rows } = costsOf([balanced('calm'), balanced('busy')], { settings });
    expect(rows.map(({ month, ownUsage }) => [month, ownUsage])).toEqual([
      [expect.closeTo(16.425 + 0.006 * 730), false],
      [expect.closeTo(16.425 + 10 * 0.006 * 730), true],
    ]);
  });
});

describe('an Ingress', () => {
  const ingress = (
    name: string,
    more: AskingIngress['metadata']['annotations'],
    className?: string,
  ): AskingIngress => ({
    metadata: { namespace: 'shop', name, annotations: more ?? {} },
    spec: {
      ...(className !== undefined && { ingressClassName: className }),
      tls: [{}],
      rules: [{ http: { paths: [{ backend: { service: { name: 'web' } } }] } }],
    },
    status: { loadBalancer: { ingress: [{ hostname: 'k8s-shop.eu-1.elb.amazonaws.com' }] } },
  });
  const OUT = { 'alb.ingress.kubernetes.io/scheme': 'internet-facing' };

  test('of class alb has an ALB, which a Service never has', () => {
    const { rows } = costsOf([], { ingresses: [ingress('web', OUT, 'alb')], settings: addresses });
    expect(rows).toMatchObject([
      {
        object: 'Ingress',
        name: 'web',
        what: 'ALB',
        traits: [],
        state: 'used',
        month: expect.closeTo(20.075) as number,
      },
    ]);
  });

  test('is internal unless told, as its controller has it, and idle without a ready endpoint behind it', () => {
    const { rows } = costsOf([], { ingresses: [ingress('web', {}, 'alb')], settings: addresses, ready: 0 });
    expect(rows).toMatchObject([{ traits: ['internal'], state: 'idle', month: expect.closeTo(16.425) as number }]);
  });

  test('of a group shares the group’s one', () => {
    const group = { ...OUT, 'alb.ingress.kubernetes.io/group.name': 'public' };
    const { rows } = costsOf([], { ingresses: [ingress('a', group), ingress('b', group), ingress('c', OUT)] });
    expect(rows.map(({ name }) => name)).toEqual(['public', 'c']);
  });

  test('of a controller in the cluster has none of its own: the controller’s Service has', () => {
    expect(costsOf([], { ingresses: [ingress('web', {}, 'nginx')] }).rows).toEqual([]);
  });

  test('costs nobody knows what where its cloud is not to be seen', () => {
    const [row] = costsOf([], { ingresses: [ingress('web', OUT, 'alb')], node: node('') }).rows;
    expect(row?.month).toBeUndefined();
    expect(row?.provider).toBeUndefined();
  });

  test('on GCP pays a forwarding rule for each of its protocols', () => {
    const gcp = { node: node('gce://p/z/n'), ingresses: [ingress('web', {}, 'gce')] };
    expect(costsOf([], gcp).rows[0]).toMatchObject({ provider: 'GCP', month: expect.closeTo(0.025 * 730) as number });
    const five = Array.from({ length: 5 }, (_, index) => balanced(`web-${index}`));
    const sum = costsOf(five, gcp).rows.reduce((total, { month = 0 }) => total + month, 0);
    expect(sum).toBeCloseTo((0.025 + 2 * 0.01) * 730);
  });
});

describe('the sharing plan', () => {
  const ten = Array.from({ length: 10 }, (_, index) => balanced(`web-${index}`));

  test('of ten Services behind ten load balancers costs 16.20 $ in place of 162 $', () => {
    const { plan } = costsOf(ten, { settings: { hours: 720 } });
    expect(plan).toMatchObject({
      before: expect.closeTo(162) as number,
      after: expect.closeTo(16.2) as number,
      formula: { before: '10 × 0.0225 USD/h × 720 h', after: '1 × 0.0225 USD/h × 720 h' },
    });
    expect(plan?.services).toHaveLength(10);
  });

  test('leaves out what an Ingress cannot serve', () => {
    const others = [
      balanced('game', { address: at, spec: { ports: [{ port: 7777, protocol: 'UDP' }] } }),
      balanced('db', { address: at, spec: { ports: [{ name: 'pg', port: 5432 }] } }),
      balanced('inside', { address: { hostname: 'internal-a.elb.eu-1.amazonaws.com' } }),
      balanced('later', { address: undefined }),
    ];
    const { plan, rows } = costsOf([...ten, ...others]);
    expect(plan?.services.map(({ name }) => name)).toEqual(ten.map(({ metadata }) => metadata.name));
    expect(rows.slice(10).map(({ sharing }) => sharing)).toEqual(['not-tcp', 'not-http', 'internal', 'not-in-use']);
  });

  test('saves only the further rules where the first five are paid together', () => {
    const { plan } = costsOf(ten, { node: node('gce://p/z/n') });
    expect(plan?.before).toBeCloseTo((0.025 + 5 * 0.01) * 730);
    expect(plan?.after).toBeCloseTo(0.025 * 730);
  });

  test('needs two', () => {
    expect(costsOf(ten.slice(0, 1)).plan).toBeUndefined();
  });
});

describe('a file of prices', () => {
  const price = {
    id: 'aws-nlb',
    provider: 'AWS',
    what: 'NLB',
    currency: 'USD',
    perHour: 1,
    source: 'bill',
    read: '2026-11-01',
  };

  test('takes the place of the prices with the same ids', () => {
    const own = readPrices(JSON.stringify({ version: 1, prices: [price] }));
    expect(withOwn(shippedPrices, own).filter(({ id }) => id === 'aws-nlb')).toEqual([price]);
    expect(withOwn(shippedPrices, own)).toHaveLength(shippedPrices.length);
  });

  test.each([
    ['{', /JSON/],
    ['{"version":2,"prices":[]}', /version/],
    [JSON.stringify({ version: 1, prices: [{ ...price, perHour: -1 }] }), /prices\.0\.perHour/],
    [JSON.stringify({ version: 1, prices: [{ ...price, cost: 1 }] }), /prices\.0/],
  ])('%s is refused, with the place named', (text, place) => {
    expect(() => readPrices(text)).toThrow(place);
  });
});
