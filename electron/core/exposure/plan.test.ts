import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Edit } from '../../../shared/exposure-schema.ts';
import type { ExposureName } from '../../../shared/model/exposure.ts';
import { mergePatch } from '../api-rules/merge-patch.ts';
import type { ExposureFacts } from './facts.ts';
import { mergeDiff } from './merge-diff.ts';
import { planWish } from './plan.ts';
import { exposed, factsOf } from './testing/facts.ts';

const toType = (to: ExposureName, externalName?: string): Edit => ({
  set: 'type',
  to,
  ...(externalName !== undefined && { externalName }),
});
const headless = { clusterIP: 'None', clusterIPs: ['None'] };
const nodePorts = {
  type: 'NodePort',
  externalTrafficPolicy: 'Cluster',
  ports: [{ port: 80, protocol: 'TCP', targetPort: 80, nodePort: 30_001 }],
};
const balanced = { ...nodePorts, type: 'LoadBalancer', allocateLoadBalancerNodePorts: true };

const plan = (facts: ExposureFacts, ...edits: readonly Edit[]) => planWish(facts, { edits });
const codes = (items: readonly { readonly code: string }[]): readonly string[] => items.map(({ code }) => code);

describe('a plan', () => {
  test('is the smallest patch where one will do', () => {
    const { way, steps, picked } = plan(factsOf(exposed()), toType('NodePort'));
    expect({ way, steps }).toEqual({ way: 'patch', steps: [{ do: 'patch', body: { spec: { type: 'NodePort' } } }] });
    expect(picked).toEqual(['spec.ports[0].nodePort']);
  });

  test('goes by way of ExternalName where an address changes, and renews the slices of a headless Service', () => {
    const { way, steps, effects } = plan(factsOf(exposed({ spec: headless })), toType('ClusterIP'));
    expect(way).toBe('several-patches');
    expect(steps.map((step) => step.do)).toEqual(['patch', 'patch', 'await-slices', 'patch']);
    expect(codes(effects)).toEqual(['dns-to-cluster-ip', 'gap', 'cluster-ip-new', 'slices-healed']);
  });

  test('never sends the request at which the server panics', () => {
    const facts = factsOf(exposed({ spec: { selector: {} } }));
    const { steps } = plan(facts, toType('Headless'), { set: 'ipFamilyPolicy', value: 'RequireDualStack' });
    expect(steps[0]).toMatchObject({ body: { spec: { type: 'ExternalName' } } });
  });

  test('lets go of numbers that an ExternalName has without owning them', () => {
    const spec = { type: 'ExternalName', externalName: 'a.b', ports: nodePorts.ports };
    const { steps, warnings } = plan(factsOf(exposed({ spec })), toType('NodePort'));
    expect(steps[0]).toMatchObject({ body: { spec: { ports: [expect.not.objectContaining({ nodePort: 30_001 })] } } });
    expect(warnings).toContainEqual({ code: 'cannot-return', params: { what: 'nodePort 30001' } });
  });

  test('is refused in the server’s words where a number is taken, and shows free ones', () => {
    const service = exposed();
    const other = exposed({ spec: nodePorts });
    const edit: Edit = { set: 'port-changed', port: 80, to: { nodePort: 30_001 } };
    const { refusal, freeNodePorts } = plan(factsOf(service, { services: [service, other] }), toType('NodePort'), edit);
    expect(refusal).toMatchObject({
      code: 422,
      causes: [
        { field: 'spec.ports[0].nodePort', message: 'Invalid value: 30001: provided port is already allocated' },
      ],
    });
    expect(freeNodePorts?.slice(0, 2)).toEqual([30_000, 30_002]);
  });

  test('says what would not change although the server says yes', () => {
    const edit: Edit = { set: 'port-changed', port: 80, to: { nodePort: 'auto' } };
    const { way, warnings } = plan(factsOf(exposed({ spec: balanced })), edit);
    expect({ way, codes: codes(warnings) }).toEqual({ way: 'nothing', codes: ['no-effect'] });
  });

  test('has the same fingerprint whatever else has changed', () => {
    const [before, after] = [exposed(), exposed({ metadata: { annotations: { a: 'b' }, resourceVersion: '9' } })];
    const [one, two] = [before, after].map((service) => plan(factsOf(service), toType('NodePort')).fingerprint);
    expect(one).toBe(two);
    expect(plan(factsOf(before), toType('LoadBalancer')).fingerprint).not.toBe(one);
  });
});

describe('effects name who is hit', () => {
  const statefulSets = [{ metadata: { name: 'db' }, spec: { serviceName: 'web' } }];
  const backend = { service: { name: 'web', port: { number: 80 } } };
  const ingresses = [{ metadata: { name: 'shop' }, spec: { rules: [{ http: { paths: [{ backend }] } }] } }];
  const routes = [{ metadata: { name: 'main' }, spec: { rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] } }];
  const policies = [
    { metadata: { name: 'all' }, spec: { podSelector: {} } },
    { metadata: { name: 'db' }, spec: { podSelector: { matchLabels: { app: 'db' } } } },
  ];

  test.each<[string, ExposureFacts, Edit, object]>([
    [
      'clients by node port',
      factsOf(exposed({ spec: nodePorts })),
      toType('ClusterIP'),
      { code: 'node-ports-closed', grade: 'breaks', params: { ports: '30001' } },
    ],
    [
      'clients by address',
      factsOf(exposed()),
      toType('ExternalName', 'a.b'),
      { code: 'cluster-ip-lost', grade: 'breaks', params: { ip: '10.96.7.7' } },
    ],
    [
      'clients by load balancer',
      factsOf(exposed({ spec: balanced, addresses: ['192.0.2.1'] })),
      toType('NodePort'),
      { code: 'lb-address-lost', grade: 'breaks', params: { addresses: '192.0.2.1' } },
    ],
    [
      'a StatefulSet',
      factsOf(exposed({ spec: headless }), { statefulSets }),
      toType('ClusterIP'),
      { code: 'stateful-set-refers', grade: 'breaks', params: { names: 'db' } },
    ],
    [
      'an Ingress',
      factsOf(exposed(), { ingresses }),
      toType('ExternalName', 'a.b'),
      { code: 'ingress-refers', grade: 'breaks', params: { names: 'shop' } },
    ],
    [
      'an Ingress that goes on',
      factsOf(exposed(), { ingresses }),
      toType('NodePort'),
      { code: 'ingress-refers', grade: 'notes', params: { names: 'shop' } },
    ],
    [
      'an HTTPRoute whose port goes',
      factsOf(exposed(), { routes }),
      { set: 'port-changed', port: 80, to: { port: 81 } },
      { code: 'route-refers', grade: 'breaks', params: { names: 'main' } },
    ],
    [
      'a NetworkPolicy',
      factsOf(exposed(), { policies }),
      toType('NodePort'),
      { code: 'policy-refers', grade: 'notes', params: { names: 'all' } },
    ],
  ])('%s', (_, facts, edit, effect) => {
    expect(plan(facts, edit).effects).toContainEqual(effect);
  });
});

describe('warnings', () => {
  const managed = (labels: Record<string, string>, annotations: Record<string, string> = {}) =>
    factsOf(exposed({ metadata: { labels, annotations } }));

  test.each<[string, ExposureFacts, ExposureName, object]>([
    [
      'Helm',
      managed({}, { 'meta.helm.sh/release-name': 'shop' }),
      'NodePort',
      { code: 'managed-by', params: { owner: 'Helm (shop)' } },
    ],
    [
      'Argo CD',
      managed({}, { 'argocd.argoproj.io/tracking-id': 'shop:/Service:shop/web' }),
      'NodePort',
      { code: 'managed-by', params: { owner: 'Argo CD (shop)' } },
    ],
    [
      'Flux',
      managed({ 'kustomize.toolkit.fluxcd.io/name': 'apps' }),
      'NodePort',
      { code: 'managed-by', params: { owner: 'Flux (apps)' } },
    ],
    [
      'an operator',
      factsOf(exposed({ metadata: { ownerReferences: [{ kind: 'Gateway', name: 'g', controller: true }] } })),
      'NodePort',
      { code: 'managed-by', params: { owner: 'Gateway/g' } },
    ],
    [
      'no right',
      factsOf(exposed(), { rights: { patch: false, delete: true, create: true } }),
      'NodePort',
      { code: 'no-right', params: { verbs: 'patch', namespace: 'shop' } },
    ],
    [
      'the API’s own Service',
      factsOf(exposed({ metadata: { name: 'kubernetes', namespace: 'default' } })),
      'NodePort',
      { code: 'system-service', params: { name: 'kubernetes' } },
    ],
    ['nobody makes load balancers', factsOf(exposed()), 'LoadBalancer', { code: 'no-load-balancer', params: {} }],
    ['nowhere to send it', factsOf(exposed(), { slices: [] }), 'LoadBalancer', { code: 'no-endpoints', params: {} }],
    [
      'being deleted',
      factsOf(exposed({ metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } })),
      'NodePort',
      { code: 'deleting', params: { name: 'web' } },
    ],
  ])('%s', (_, facts, to, warning) => {
    expect(plan(facts, toType(to)).warnings).toContainEqual(warning);
  });
});

describe('costs and providers', () => {
  const node = (providerID: string) => [{ metadata: { name: 'n' }, spec: { providerID } }];

  test.each([
    ['AWS', node('aws:///us-east-2a/i-0abc'), 18.25],
    ['GCP', node('gce://project/zone/name'), 18.25],
    ['Scaleway', node('scaleway://instance/fr-par-1/x'), 10.22],
    ['UpCloud, of no known price', node('upcloud:////x'), undefined],
  ])('%s', (_, nodes, after) => {
    const { cost, warnings } = plan(factsOf(exposed(), { nodes }), toType('LoadBalancer'));
    expect({ before: cost.before, after: cost.after }).toEqual({ before: 0, after });
    expect(codes(warnings).includes('price-unknown')).toBe(after === undefined);
    expect(codes(warnings)).not.toContain('no-load-balancer');
  });

  test.each(['metallb.io', 'network.kubesphere.io', 'cilium.io'])('%s makes them for nothing', (group) => {
    const { cost, warnings } = plan(factsOf(exposed(), { groups: [group] }), toType('LoadBalancer'));
    expect(cost.after).toBe(0);
    expect(codes(warnings)).not.toContain('no-load-balancer');
  });

  test('k3s makes them itself', () => {
    const nodes = [{ metadata: { name: 'n' }, status: { nodeInfo: { kubeletVersion: 'v1.33.1+k3s1' } } }];
    expect(plan(factsOf(exposed(), { nodes }), toType('LoadBalancer')).cost.after).toBe(0);
  });
});

test('a merge patch made of two objects makes the one of the other', () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.array(fc.string()));
  const object = fc.dictionary(
    fc.constantFrom('a', 'b', 'c'),
    fc.oneof(value, fc.dictionary(fc.constantFrom('x', 'y'), value)),
  );
  fc.assert(
    fc.property(object, object, (before, after) => {
      expect(mergePatch(before, mergeDiff(before, after) ?? {})).toEqual(after);
    }),
  );
});

test('kubectl is told the context, in quotes where the shell needs them', () => {
  const wish = { edits: [{ set: 'type', to: 'NodePort' }] } as const;
  const [plain] = planWish(factsOf(exposed()), wish).kubectl;
  expect(plain).toMatch(/^kubectl -n shop patch service web --type merge -p '/);
  const [named] = planWish(factsOf(exposed(), { contextName: 'arn:aws:eks:eu:1:cluster/prod' }), wish).kubectl;
  expect(named).toMatch(/^kubectl --context arn:aws:eks:eu:1:cluster\/prod -n shop patch/);
  const [odd] = planWish(factsOf(exposed(), { contextName: "it's; rm" }), wish).kubectl;
  expect(odd).toMatch(/^kubectl --context 'it'\\''s; rm' -n shop patch/);
});
