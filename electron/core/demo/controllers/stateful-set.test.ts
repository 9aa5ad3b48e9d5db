import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DemoManifest, DemoRef } from '../registry.ts';
import { service, statefulSet } from '../sample/builders.ts';
import { DemoSandbox, testCluster } from '../testing/demo-sandbox.ts';
import { restart } from '../trouble.ts';

const DB: DemoRef = { kind: 'StatefulSet', namespace: 'shop', name: 'db' };
let demo: DemoSandbox;

beforeEach(async () => {
  demo = new DemoSandbox();
  demo.apply(...testCluster(['shop']));
  demo.apply(service(['shop', 'db'], { clusterIP: 'None', selector: { app: 'db' }, ports: [{ port: 3306 }] }));
  demo.apply(statefulSet(['shop', 'db'], { service: 'db', replicas: 3 }));
  await demo.pass(15_000);
});
afterEach(() => demo.close());

function scale(replicas: number): void {
  demo.registry.update(DB, (object): DemoManifest => ({ ...object, spec: { ...object.spec, replicas } }));
}

/** The order of what it did since the start. */
function steps(): readonly string[] {
  const told = demo.told('db').filter((text) => text.startsWith('Successful'));
  return told.map((text) => text.replace(/^.*: (\w+) Pod (\S+) in StatefulSet db successful$/, '$1 $2'));
}

it('makes numbered pods in order, each once the one before is ready', () => {
  expect(steps()).toEqual(['Create db-0', 'Create db-1', 'Create db-2']);
  expect(demo.pods().map(({ metadata, spec }) => [metadata.name, spec.hostname, spec.subdomain])).toEqual(
    ['db-0', 'db-1', 'db-2'].map((name) => [name, name, 'db']),
  );
  const [first, second] = demo.pods().map(({ metadata }) => Date.parse(metadata.creationTimestamp));
  expect(second).toBeGreaterThan(first ?? Infinity);
});

it('marks its pods as the real controller does', () => {
  expect(demo.get('Pod', 'shop', 'db-1').metadata.labels).toMatchObject({
    app: 'db',
    'apps.kubernetes.io/pod-index': '1',
    'controller-revision-hash': expect.stringMatching(/^db-[a-z0-9]+$/) as string,
    'statefulset.kubernetes.io/pod-name': 'db-1',
  });
});

it('gives each pod its name in the headless Service', () => {
  const hostnames = demo.list('EndpointSlice').flatMap(({ endpoints = [] }) => endpoints.map((one) => one['hostname']));
  expect(hostnames.sort()).toEqual(['db-0', 'db-1', 'db-2']);
});

it('takes the highest away first, one after the other', async () => {
  scale(1);
  await demo.idle();
  expect(demo.pods().filter(({ metadata }) => metadata.deletionTimestamp !== undefined)).toHaveLength(1);
  await demo.pass(8_000);
  expect(steps().slice(3)).toEqual(['Delete db-2', 'Delete db-1']);
});

it('replaces from the highest down when the template changes', async () => {
  restart(demo.registry, DB, demo.clock.now());
  await demo.pass(30_000);
  expect(steps().filter((step) => step.startsWith('Delete'))).toEqual(['Delete db-2', 'Delete db-1', 'Delete db-0']);
  const { status } = demo.get('StatefulSet', 'shop', 'db');
  expect(status).toMatchObject({ replicas: 3, readyReplicas: 3, updatedReplicas: 3, currentReplicas: 3 });
  expect(status?.currentRevision).toBe(status?.['updateRevision']);
});

it('leaves pods below the partition as they are', async () => {
  demo.registry.update(DB, (object): DemoManifest => {
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 2 } };
    return { ...object, spec: { ...object.spec, updateStrategy } };
  });
  restart(demo.registry, DB, demo.clock.now());
  await demo.pass(20_000);
  expect(steps().filter((step) => step.startsWith('Delete'))).toEqual(['Delete db-2']);
});

it('makes a deleted pod again under its name', async () => {
  const before = demo.get('Pod', 'shop', 'db-1').metadata.uid;
  demo.registry.delete({ kind: 'Pod', namespace: 'shop', name: 'db-1' });
  await demo.pass(8_000);
  expect(demo.get('Pod', 'shop', 'db-1').metadata.uid).not.toBe(before);
});

it('does all at once when it is Parallel', async () => {
  const made = statefulSet(['shop', 'cache'], { service: 'db', replicas: 3 });
  demo.apply({ ...made, spec: { ...(made['spec'] as object), podManagementPolicy: 'Parallel' } });
  await demo.idle();
  expect(demo.pods('cache-')).toHaveLength(3);
});
