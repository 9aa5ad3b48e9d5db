import { describe, expect, test } from 'vitest';
import { sentence } from '../../../shared/sentence.ts';
import { toFailure } from '../../../shared/failure.ts';
import type { NewService } from '../../../shared/objects-schema.ts';
import type { ApiJson } from '../../../shared/model/exposure.ts';
import { exposed, factsOf } from '../exposure/testing/facts.ts';
import { copyOf } from './copy.ts';
import { objectsIn, objectsOf } from './manifest.ts';
import { planSteps, type ObjectFacts } from './plan.ts';

const form: NewService = { name: 'new', type: 'ClusterIP', ports: [{ port: 80 }], selector: { app: 'web' } };

function facts(more: Partial<ObjectFacts> = {}): ObjectFacts {
  const { service: _, ...around } = factsOf(exposed());
  return { around, pods: [{ app: 'web' }], forwards: [], missing: [], ...more };
}

const creating = (wanted: Partial<NewService>, more?: Partial<ObjectFacts>) =>
  planSteps(
    facts(more),
    objectsOf({ ...form, ...wanted }, 'shop').map((object) => ({ do: 'create', object })),
  );
const deleting = (object: ApiJson, more?: Partial<ObjectFacts>) => planSteps(facts(more), [{ do: 'delete', object }]);
const codes = (items: readonly { readonly code: string }[]): readonly string[] => items.map(({ code }) => code);

describe('a new Service', () => {
  test.each<readonly [NewService['type'], Partial<NewService>, readonly string[]]>([
    ['ClusterIP', {}, ['cluster-ip-new']],
    ['NodePort', {}, ['cluster-ip-new', 'node-ports-opened']],
    ['LoadBalancer', {}, ['cluster-ip-new', 'node-ports-opened', 'lb-address-soon']],
    ['Headless', {}, []],
    ['ExternalName', { externalName: 'a.example', ports: [] }, []],
  ])('%s is taken', (type, more, effects) => {
    const plan = creating({ type, ...more });
    expect(plan.refusal).toBeUndefined();
    expect(codes(plan.effects)).toEqual(effects);
  });

  test.each<readonly [string, Partial<NewService>]>([
    ['spec.ports: Required value', { ports: [] }],
    // Which the server itself says only once its own words stop making sense.
    ['metadata.name: Required value', { name: '' }],
    ['metadata.name: Invalid value: "A_b"', { name: 'A_b' }],
    ['spec.externalName: Required value', { type: 'ExternalName', ports: [] }],
    ['spec.ports[0].name: Required value', { ports: [{ port: 1 }, { port: 2 }] }],
    ['services "web" already exists', { name: 'web' }],
    ['endpoints[0].addresses[0]: Invalid value: "nowhere"', { selector: {}, addresses: ['nowhere'] }],
  ])('is refused in the server’s words: %s', (words, wanted) => {
    expect(creating(wanted).refusal?.message).toContain(words);
  });

  test('without a selector comes with an EndpointSlice per family', () => {
    const { steps } = creating({ selector: {}, addresses: ['192.0.2.1', '2001:db8::1', '192.0.2.2'] });
    expect(steps.slice(1).map(({ object }) => [object['addressType'], object['endpoints']])).toEqual([
      ['IPv4', [{ addresses: ['192.0.2.1'] }, { addresses: ['192.0.2.2'] }]],
      ['IPv6', [{ addresses: ['2001:db8::1'] }]],
    ]);
  });

  test('that selects no Pod, or may not be made, is warned of', () => {
    expect(creating({ selector: { app: 'nobody' } }).warnings).toContainEqual({
      code: 'no-pods',
      params: { labels: 'app=nobody' },
    });
    expect(codes(creating({ selector: { app: 'nobody' } }, { pods: undefined }).warnings)).toEqual([]);
    expect(codes(creating({}, { missing: ['create services'] }).warnings)).toEqual(['no-right']);
    expect(codes(creating({}, { missing: undefined }).warnings)).toEqual(['rights-unknown']);
  });
});

describe('a deletion', () => {
  test('says who depends on the Service', () => {
    const backend = { service: { name: 'web', port: { number: 80 } } };
    const { service: _, ...around } = factsOf(exposed(), {
      ingresses: [{ metadata: { name: 'front' }, spec: { defaultBackend: backend } }],
      statefulSets: [{ metadata: { name: 'db' }, spec: { serviceName: 'web' } }],
    });
    const { effects, warnings } = deleting({ kind: 'Service', ...exposed() }, { around, forwards: [8080] });
    expect(codes(effects)).toEqual([
      'dns-gone',
      'cluster-ip-lost',
      'ingress-refers',
      'stateful-set-refers',
      'forwards-end',
    ]);
    expect(codes(warnings)).toEqual(['slices-stay']);
  });

  test('of what the cluster itself needs is not done', () => {
    const kubernetes = exposed({ metadata: { name: 'kubernetes', namespace: 'default' } });
    expect(codes(deleting({ kind: 'Service', ...kubernetes }).warnings)).toContain('system-service');
  });
});

describe('a copy', () => {
  test('leaves out what there can be only once, and the marks of who owns the original', () => {
    const labels = { app: 'web', 'app.kubernetes.io/managed-by': 'Helm' };
    const spec = { ...exposed().spec, type: 'NodePort', ports: [{ port: 80, protocol: 'TCP', nodePort: 30_001 }] };
    const [copy] = copyOf({ kind: 'Service', ...exposed({ spec, metadata: { labels } }) }, [], 'web2');
    expect(copy).toMatchObject({ metadata: { name: 'web2', labels: { app: 'web' } } });
    expect(JSON.stringify(copy)).not.toMatch(/30001|10\.96|uid|Helm/);
  });

  test('brings its own EndpointSlices under names of its own', () => {
    const slice = { kind: 'EndpointSlice', metadata: { name: 'web-1', labels: { x: 'y' } }, addressType: 'IPv4' };
    const kept = {
      ...slice,
      metadata: { name: 'c', labels: { 'endpointslice.kubernetes.io/managed-by': 'a.k8s.io' } },
    };
    const [, ...slices] = copyOf({ kind: 'Service', ...exposed() }, [slice, kept], 'web2');
    expect(slices).toMatchObject([
      { metadata: { name: 'web2-1', labels: { x: 'y', 'kubernetes.io/service-name': 'web2' } } },
    ]);
  });
});

describe('a text', () => {
  test('holds several objects, in YAML or JSON, and in lists', async () => {
    const text = 'kind: Service\nmetadata: {name: a}\n---\n{"items": [{"kind": "EndpointSlice", "metadata": {}}]}';
    expect(objectsIn(text, 'shop')).toMatchObject([
      { apiVersion: 'v1', metadata: { name: 'a', namespace: 'shop' } },
      { apiVersion: 'discovery.k8s.io/v1', metadata: { namespace: 'shop' } },
    ]);
  });

  test.each([
    ['kind: [', 'at line 1'],
    ['kind: Secret', 'neither a Service nor an EndpointSlice'],
    ['just words', 'not an object'],
    ['kind: Service\nmetadata: {namespace: other}', 'namespace "other", but this is shop'],
  ])('%j is refused with the reason', (text, words) => {
    let said = '';
    try {
      objectsIn(text, 'shop');
    } catch (error) {
      said = sentence(toFailure(error));
    }
    expect(said).toContain(words);
  });
});
