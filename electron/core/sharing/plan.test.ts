import { describe, expect, it, test } from 'vitest';
import { shareNotes, type ShareNote } from '../../../shared/model/share.ts';
import type { ShareWish } from '../../../shared/share-schema.ts';
import { planWish } from '../exposure/plan.ts';
import { exposed, factsOf } from '../exposure/testing/facts.ts';
import type { ExposedService } from '../exposure/facts.ts';
import { draftShare } from './draft.ts';
import type { Gateway, Ingress, IngressClass, ShareFacts } from './facts.ts';
import { planShare } from './plan.ts';

const http = { name: 'http', port: 80, protocol: 'TCP' as const };
const balanced = (name: string, spec: Partial<ExposedService['spec']> = {}, annotations = {}): ExposedService =>
  exposed({
    spec: { type: 'LoadBalancer', ports: [http], ...spec },
    metadata: { name, namespace: 'shop', annotations },
  });
const nginx: IngressClass = {
  metadata: { name: 'nginx', annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
  spec: { controller: 'k8s.io/ingress-nginx' },
};
const alb: IngressClass = { metadata: { name: 'alb' }, spec: { controller: 'ingress.k8s.aws/alb' } };
const gce: IngressClass = { metadata: { name: 'gce' }, spec: { controller: 'networking.gke.io/ingress-gce' } };
const gateway: Gateway = {
  metadata: { namespace: 'infra', name: 'web' },
  spec: { listeners: [{ protocol: 'HTTPS', allowedRoutes: { namespaces: { from: 'All' } } }] },
};
const site: Ingress = {
  metadata: { namespace: 'shop', name: 'site' },
  spec: { rules: [{ host: 'www.example.com', http: { paths: [{ path: '/' }] } }] },
};

function planOf(services: readonly ExposedService[], facts: Partial<ShareFacts> = {}, wish: Partial<ShareWish> = {}) {
  const all: ShareFacts = { context: 'c', services, classes: [nginx], gateways: undefined, ingresses: [], ...facts };
  const places = services.map(({ metadata: { namespace, name } }) => ({ namespace, name }));
  const whole = { services: places, ...wish };
  const draft = draftShare(all, whole);
  const plans = draft.releasing.map(({ service }) => {
    const { namespace, name } = service.metadata;
    const edits = [{ set: 'type' as const, to: draft.traits.backend }];
    const ref = { context: 'c', namespace, name };
    return { ref, ok: true as const, value: planWish(factsOf(service, { ref }), { edits }) };
  });
  const cost = {
    currency: 'USD',
    before: 162,
    after: 16.2 * draft.balancers,
    formula: { before: '10 ×', after: '1 ×' },
  };
  const answers = { plans, missing: [], cost };
  return planShare({ draft, facts: all, wish: whole, answers });
}

const codesOf = (notes: readonly ShareNote[]): readonly string[] => notes.map(({ code }) => code);

test('Services of one namespace get one Ingress of the default class, and become ClusterIP', () => {
  const plan = planOf([balanced('api'), balanced('blog')], { ingresses: [site], classes: [alb, nginx] });
  expect(plan.entries.map(({ key }) => key)).toEqual(['ingress/nginx', 'ingress/alb']);
  expect(plan.objects).toEqual([
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'shared', namespace: 'shop' },
      spec: {
        ingressClassName: 'nginx',
        rules: ['api', 'blog'].map((name) => ({
          host: `${name}.example.com`,
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { number: 80 } } } }],
          },
        })),
      },
    },
  ]);
  expect(plan.services.map(({ name, from, to }) => [name, from, to])).toEqual([
    ['api', 'LoadBalancer', 'ClusterIP'],
    ['blog', 'LoadBalancer', 'ClusterIP'],
  ]);
  expect(plan.cost).toMatchObject({ before: 162, after: 16.2 });
  expect(plan.notes).toEqual([]);
  expect(plan.kubectl).toHaveLength(3);
});

test('a Gateway goes before a class: a route per Service, whose path is cut off', () => {
  const plan = planOf([balanced('api')], { gateways: [gateway] });
  expect(plan.entry?.key).toBe('gateway/infra/web');
  expect(plan.objects).toEqual([
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'shared-api', namespace: 'shop' },
      spec: {
        parentRefs: [{ name: 'web', namespace: 'infra' }],
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: '/api' } }],
            filters: [
              {
                type: 'URLRewrite',
                urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } },
              },
            ],
            backendRefs: [{ name: 'api', port: 80 }],
          },
        ],
      },
    },
  ]);
  expect(codesOf(plan.notes)).toEqual(['path-cut', 'entry-paid']);
  expect(plan.cost.after).toBe(0);
});

describe('rules', () => {
  const rule = { namespace: 'shop', name: 'api', port: 80, host: 'a.example', path: '/' };
  it.each([
    [
      'a host of its own from external-dns',
      {},
      { 'external-dns.alpha.kubernetes.io/hostname': 'x.example' },
      'x.example/',
    ],
    ['one below the domain asked for', { domain: 'example.org' }, {}, 'api.example.org/'],
    ['a path of its own where no domain is known', {}, {}, '/api'],
    ['what was asked for', { rules: [{ ...rule, path: '/v1' }] }, {}, 'a.example/v1'],
  ] as const)('propose %s', (_, wish, annotations, where) => {
    const { rules } = planOf([balanced('api', {}, annotations)], {}, wish);
    expect(rules.map(({ host, path }) => host + path)).toEqual([where]);
  });

  test('propose another host where one is taken', () => {
    const taken: Ingress = {
      metadata: { namespace: 'a', name: 'b' },
      spec: { rules: [{ host: 'api.example.com', http: { paths: [{ path: '/' }] } }] },
    };
    expect(planOf([balanced('api')], { ingresses: [taken] }).rules[0]?.host).toBe('api-shop.example.com');
  });

  it.each([
    ['a bad host', [{ ...rule, host: 'A_b' }], 'rule-wrong'],
    ['a path that is none', [{ ...rule, path: 'v1' }], 'rule-wrong'],
    ['a path that leads back', [{ ...rule, path: '/a/../b' }], 'rule-wrong'],
    ['a port that is not there', [{ ...rule, port: 81 }], 'rule-wrong'],
    ['the same twice', [rule, rule], 'rule-twice'],
    ['none at all', [], 'rule-missing'],
  ] as const)('stop a plan with %s', (_, rules, code) => {
    expect(codesOf(planOf([balanced('api')], {}, { rules }).notes)).toContain(code);
    expect(shareNotes[code]).toBe('block');
  });

  test('say who has a host already', () => {
    const rules = [{ ...rule, host: 'www.example.com' }];
    const { notes } = planOf([balanced('api')], { ingresses: [site] }, { rules });
    expect(notes).toContainEqual({
      code: 'rule-taken',
      params: { where: 'www.example.com/', by: 'Ingress shop/site' },
    });
  });
});

describe('what breaks', () => {
  it.each<[string, ExposedService, string]>([
    ['other ports', balanced('api', { ports: [http, { name: 'ssh', port: 22, protocol: 'TCP' }] }), 'ports-closed'],
    ['source ranges', balanced('api', { loadBalancerSourceRanges: ['10.0.0.0/8'] }), 'ranges-lost'],
    ['client addresses', balanced('api', { externalTrafficPolicy: 'Local' }), 'client-address-lost'],
    ['affinity', balanced('api', { sessionAffinity: 'ClientIP' }), 'affinity-lost'],
    ['TLS', balanced('api', { ports: [http, { name: 'https', port: 443, protocol: 'TCP' }] }), 'tls'],
    ['TLS behind', balanced('api', { ports: [{ name: 'https', port: 443, protocol: 'TCP' }] }), 'tls-backend'],
  ])('says it of %s', (_, service, code) => {
    expect(codesOf(planOf([service], { ingresses: [site] }).notes)).toContain(code);
  });

  test('nothing as long as the load balancers stay, which are paid for then', () => {
    const service = balanced('api', { loadBalancerSourceRanges: ['10.0.0.0/8'], externalTrafficPolicy: 'Local' });
    const { notes, services, cost } = planOf([service], { ingresses: [site] }, { keep: true });
    expect(codesOf(notes)).toEqual(['moved-later']);
    expect(services).toEqual([]);
    expect(cost.after).toBeCloseTo(178.2);
  });

  test('not TLS where a Secret with the certificate is named', () => {
    const service = balanced('api', { ports: [http, { name: 'https', port: 443, protocol: 'TCP' }] });
    const { notes, objects } = planOf([service], { ingresses: [site] }, { tlsSecret: 'cert' });
    expect(codesOf(notes)).toEqual([]);
    expect(objects[0]).toMatchObject({ spec: { tls: [{ hosts: ['api.example.com'], secretName: 'cert' }] } });
  });
});

describe('stays out', () => {
  const controller: ExposedService = {
    ...balanced('controller'),
    status: { loadBalancer: { ingress: [{ ip: '203.0.113.1' }] } },
  };
  const served: Ingress = { ...site, status: { loadBalancer: { ingress: [{ ip: '203.0.113.1' }] } } };
  it.each<[string, ExposedService, string]>([
    ['what speaks no HTTP', balanced('db', { ports: [{ name: 'pg', port: 5432, protocol: 'TCP' }] }), 'no-http'],
    ['what is an alias', balanced('alias', { type: 'ExternalName' }), 'no-address'],
    ['how the entry is reached', controller, 'entry-itself'],
    [
      'what is internal',
      balanced('intern', {}, { 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true' }),
      'internal',
    ],
  ])('%s', (_, service, why) => {
    const plan = planOf([service], { ingresses: [served] });
    expect(plan.left).toEqual([{ namespace: 'shop', name: service.metadata.name, why }]);
    expect(codesOf(plan.notes)).toContain('nothing-to-share');
  });
});

describe('entries', () => {
  test('an ALB is shared by a group, a Google one is made for each Ingress and reached by node ports', () => {
    const services = [balanced('api'), { ...balanced('x'), metadata: { ...balanced('x').metadata, namespace: 'b' } }];
    const shared = planOf(services, { classes: [alb], ingresses: [site] });
    expect(shared.objects).toMatchObject([
      { metadata: { annotations: { 'alb.ingress.kubernetes.io/group.name': 'shared' } } },
      { metadata: { namespace: 'b', annotations: { 'alb.ingress.kubernetes.io/target-type': 'ip' } } },
    ]);
    expect(shared.cost.after).toBe(16.2);
    const each = planOf(services, { classes: [gce], ingresses: [site] });
    expect(each.services.map(({ to }) => to)).toEqual(['NodePort', 'NodePort']);
    expect(codesOf(each.notes)).toEqual(['one-each']);
    expect(each.cost.after).toBe(32.4);
  });

  test('no class at all stops the plan; classes that may not be seen are only said to be so', () => {
    expect(codesOf(planOf([balanced('api')], { classes: [] }).notes)).toContain('no-entry');
    const unseen = planOf([balanced('api')], { classes: undefined, ingresses: [site] });
    expect(unseen.entry?.key).toBe('ingress/');
    expect(codesOf(unseen.notes)).toEqual(['class-unknown']);
  });

  test('a Gateway for its own namespace alone is none', () => {
    const own: Gateway = { ...gateway, spec: { listeners: [{ protocol: 'HTTP' }] } };
    expect(planOf([balanced('api')], { gateways: [own] }).entry?.via).toBe('ingress');
  });
});
