import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Informer } from '../informer.ts';
import type { DemoManifest, DemoRef } from '../registry.ts';
import { deployment, service, statefulSet } from '../sample/builders.ts';
import { isPodReady } from '../shapes.ts';
import { DemoSandbox, testCluster } from '../testing/demo-sandbox.ts';
import { healProbe, failProbe, restart } from '../trouble.ts';
import { hasPods, wantedSlices } from './endpoint-slices.ts';
import { wantedSubsets } from './endpoints.ts';

const WEB = { kind: 'Deployment', namespace: 'shop', name: 'web' } as const;
const DB = { kind: 'StatefulSet', namespace: 'shop', name: 'db' } as const;
const SERVICE = { kind: 'Service', namespace: 'shop', name: 'web' } as const;
const HTTP = { name: 'http', port: 80, targetPort: 'http' };

type Act = (demo: DemoSandbox) => void;

function change(demo: DemoSandbox, ref: DemoRef, spec: Readonly<Record<string, unknown>>): void {
  if (!demo.registry.get(ref)) return;
  demo.registry.update(ref, (object): DemoManifest => ({ ...object, spec: { ...object.spec, ...spec } }));
}

/** What people do, in any order. */
const acts = fc.oneof<fc.Arbitrary<Act>[]>(
  fc.record({ ref: fc.constantFrom(WEB, DB), replicas: fc.nat({ max: 5 }) }).map(({ ref, replicas }) => {
    return (demo) => change(demo, ref, { replicas });
  }),
  fc.constantFrom(WEB, DB).map((ref) => (demo) => restart(demo.registry, ref, demo.clock.now())),
  fc.constantFrom(WEB, DB).map((ref) => (demo) => failProbe(demo.registry, ref)),
  fc.record({ index: fc.nat({ max: 9 }), grace: fc.constantFrom(0, 30) }).map(({ index, grace }) => (demo) => {
    const pod = demo.pods()[index]?.metadata.name;
    if (pod !== undefined)
      demo.registry.delete({ kind: 'Pod', namespace: 'shop', name: pod }, { gracePeriodSeconds: grace });
  }),
  fc
    .constantFrom({ app: 'web' }, { app: 'db' }, { 'app.kubernetes.io/part-of': 'shop' }, { app: 'nobody' })
    .map((selector) => {
      return (demo) => change(demo, SERVICE, { selector });
    }),
  fc.constantFrom('http', 8_080, 'nothing').map((targetPort) => (demo) => {
    change(demo, SERVICE, { ports: [{ ...HTTP, targetPort }] });
  }),
  fc.boolean().map((publishNotReadyAddresses) => (demo) => change(demo, SERVICE, { publishNotReadyAddresses })),
  fc.constant<Act>((demo) => {
    if (demo.registry.get(SERVICE)) demo.registry.delete(SERVICE);
    demo.apply(service(['shop', 'web'], { selector: { app: 'web' }, ports: [HTTP] }));
  }),
  fc.constant<Act>((demo) => {
    for (const { metadata } of demo.list('EndpointSlice')) {
      demo.registry.delete({ kind: 'EndpointSlice', namespace: 'shop', name: metadata.name });
    }
  }),
);

it('brings everything in line with what was asked for, whatever people did before', async () => {
  const step = fc.record({ act: acts, pause: fc.constantFrom(0, 300, 2_000) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const demo = new DemoSandbox();
      demo.apply(...testCluster(['shop']));
      demo.apply(
        deployment(['shop', 'web'], { replicas: 2 }),
        statefulSet(['shop', 'db'], { service: 'web', replicas: 2 }),
      );
      demo.apply(service(['shop', 'web'], { selector: { app: 'web' }, ports: [HTTP] }));
      for (const { act, pause } of steps) {
        act(demo);
        await demo.pass(pause);
      }
      await demo.pass(5_000);
      for (const ref of [WEB, DB]) healProbe(demo.registry, ref);
      await demo.pass(90_000);
      expectConsistent(demo);
      demo.close();
    }),
    { numRuns: 12 },
  );
}, 30_000);

function expectConsistent(demo: DemoSandbox): void {
  for (const { kind, name } of [WEB, DB]) {
    const { spec, status, metadata } = demo.get(kind, 'shop', name);
    const wanted = spec.replicas ?? 0;
    const pods = demo.pods(`${name}-`);
    expect([pods.length, pods.filter(isPodReady).length, status?.readyReplicas ?? 0]).toEqual([wanted, wanted, wanted]);
    expect(status?.updatedReplicas ?? 0).toBe(wanted);
    expect(status?.observedGeneration).toBe(metadata.generation);
  }
  const informer = new Informer(demo.registry);
  const web = demo.get('Service', 'shop', 'web');
  expect(hasPods(web)).toBe(true);
  const nodes = new Map(demo.list('Node').map((node) => [node.metadata.name, node]));
  const pods = informer.selectedPods('shop', web.spec.selector);
  const told = (all: readonly object[]): readonly string[] => all.map((one) => JSON.stringify(one)).sort();
  const groups = (
    all: readonly { readonly ports?: unknown; readonly endpoints?: readonly object[] }[],
  ): readonly object[] => all.map(({ ports, endpoints }) => ({ ports: ports ?? [], endpoints: told(endpoints ?? []) }));
  expect(groups(informer.slicesOf('shop', 'web'))).toEqual(groups(wantedSlices(web, pods, nodes)));
  expect(demo.get('Endpoints', 'shop', 'web').subsets ?? []).toEqual(wantedSubsets(web, pods));
}
