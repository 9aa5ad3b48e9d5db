import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { wantedSlices } from '../controllers/endpoint-slices.ts';
import { Informer } from '../informer.ts';
import { isPodReady } from '../shapes.ts';
import { DemoSandbox, seededRandom } from '../testing/demo-sandbox.ts';
import { churn } from './churn.ts';
import { largeManifests } from './large.ts';

// Minutes of a cluster's time are work, and other tests may run beside.
vi.setConfig({ testTimeout: 30_000 });

let demo: DemoSandbox;
beforeEach(() => {
  demo = new DemoSandbox();
});
afterEach(() => demo.close());

it('makes as many Services and pods as were asked for, with room for all', async () => {
  demo.apply(...largeManifests({ services: 120, pods: 150, random: seededRandom(1) }));
  await demo.pass(10_000);
  expect([demo.list('Service').length, demo.pods().length]).toEqual([120, 150]);
  expect(demo.pods().filter(({ spec }) => spec.nodeName === undefined)).toEqual([]);
  expect(demo.pods().filter(isPodReady).length).toBeGreaterThan(130);
});

it('changes as much a second as was asked for, until it is closed, and everything follows', async () => {
  demo.apply(...largeManifests({ services: 20, pods: 60, random: seededRandom(1) }));
  await demo.pass(10_000);
  const { clock, registry } = demo;
  const before = registry.version;
  const busy = churn({ registry, clock, random: seededRandom(2), rate: 50 });
  await demo.pass(5_000);
  busy.close();
  expect(registry.version - before).toBeGreaterThan(250);
  await demo.pass(10_000);
  const after = registry.version;
  await demo.pass(3_000);
  expect(registry.version - after).toBeLessThan(10);

  const informer = new Informer(registry);
  const nodes = new Map(demo.list('Node').map((node) => [node.metadata.name, node]));
  for (const service of demo.list('Service')) {
    const { namespace = '', name } = service.metadata;
    const wanted = wantedSlices(service, informer.selectedPods(namespace, service.spec.selector), nodes);
    const found = informer.slicesOf(namespace, name).flatMap(({ endpoints }) => endpoints ?? []);
    const sorted = (all: readonly object[]): readonly string[] => all.map((one) => JSON.stringify(one)).sort();
    expect(sorted(found)).toEqual(sorted(wanted.flatMap(({ endpoints }) => endpoints)));
  }
});
