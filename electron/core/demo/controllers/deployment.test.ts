import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DemoManifest, DemoRef } from '../registry.ts';
import { deployment } from '../sample/builders.ts';
import type { Deployment } from '../shapes.ts';
import { DemoSandbox, testCluster } from '../testing/demo-sandbox.ts';
import { restart, scaleBack, scaleToZero } from '../trouble.ts';

const WEB: DemoRef = { kind: 'Deployment', namespace: 'shop', name: 'web' };
let demo: DemoSandbox;

beforeEach(() => {
  demo = new DemoSandbox();
  demo.apply(...testCluster(['shop']));
});
afterEach(() => demo.close());

async function settled(replicas = 3, spec: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const made = deployment(['shop', 'web'], { replicas });
  demo.apply({ ...made, spec: { ...(made['spec'] as object), ...spec } });
  await demo.pass(6_000);
}

function web(): Deployment {
  return demo.get('Deployment', 'shop', 'web');
}

function conditions(): readonly string[] {
  return (web().status?.conditions ?? []).map(({ type, status, reason }) => `${type} ${status} ${reason ?? ''}`);
}

/** The ReplicaSets, the newest first. */
function sets(): readonly string[] {
  const revision = 'deployment.kubernetes.io/revision';
  return demo
    .list('ReplicaSet')
    .map(({ metadata, spec }) => `${metadata.annotations?.[revision] ?? ''}: ${spec.replicas ?? 0}`)
    .sort()
    .reverse();
}

it('makes a ReplicaSet with the marks that kubectl reads', async () => {
  await settled();
  const [set] = demo.list('ReplicaSet');
  const hash = set?.metadata.labels?.['pod-template-hash'] ?? '';
  expect(hash).toMatch(/^[bcdf4-9]{1,10}$/);
  expect(set?.metadata).toMatchObject({
    name: `web-${hash}`,
    annotations: {
      'deployment.kubernetes.io/desired-replicas': '3',
      'deployment.kubernetes.io/max-replicas': '4',
      'deployment.kubernetes.io/revision': '1',
    },
    ownerReferences: [{ kind: 'Deployment', name: 'web', controller: true, blockOwnerDeletion: true }],
  });
  expect(set?.spec.selector.matchLabels).toEqual({ app: 'web', 'pod-template-hash': hash });
  expect(demo.pods().map(({ metadata }) => metadata.labels?.['pod-template-hash'])).toEqual([hash, hash, hash]);
});

it('tells its state as the real controller does', async () => {
  await settled();
  const { conditions: _, ...counts } = web().status ?? {};
  expect(counts).toEqual({
    observedGeneration: 1,
    replicas: 3,
    updatedReplicas: 3,
    readyReplicas: 3,
    availableReplicas: 3,
    terminatingReplicas: 0,
  });
  expect(conditions()).toEqual(['Available True MinimumReplicasAvailable', 'Progressing True NewReplicaSetAvailable']);
});

it('rolls out one pod after the other, in the words of the real one, and never has too few', async () => {
  await settled();
  let fewest = 3;
  demo.registry.subscribe(() => {
    const ready = demo.pods().filter(({ metadata, status }) => {
      const isReady = status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;
      return isReady && metadata.deletionTimestamp === undefined;
    });
    fewest = Math.min(fewest, ready.length);
  });
  restart(demo.registry, WEB, demo.clock.now());
  await demo.pass(30_000);
  expect(fewest).toBe(3);
  const told = demo.told('web').filter((text) => text.startsWith('ScalingReplicaSet'));
  expect(told.map((text) => text.replace(/web-\w+/, 'SET').slice('ScalingReplicaSet: Scaled '.length))).toEqual([
    'up replica set SET from 0 to 3',
    'up replica set SET from 0 to 1',
    'down replica set SET from 3 to 2',
    'up replica set SET from 1 to 2',
    'down replica set SET from 2 to 1',
    'up replica set SET from 2 to 3',
    'down replica set SET from 1 to 0',
  ]);
  expect(sets()).toEqual(['2: 3', '1: 0']);
  expect(web().metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('2');
});

it('takes an old ReplicaSet back into use, under a new number', async () => {
  await settled();
  const before = web().spec.template;
  restart(demo.registry, WEB, demo.clock.now());
  await demo.pass(30_000);
  demo.registry.update(WEB, (object): DemoManifest => ({ ...object, spec: { ...object.spec, template: before } }));
  await demo.pass(30_000);
  expect(sets()).toEqual(['3: 3', '2: 0']);
});

it('keeps only as many old ReplicaSets as it is told to', async () => {
  await settled(1, { revisionHistoryLimit: 1 });
  for (const hour of [1, 2, 3]) {
    restart(demo.registry, WEB, demo.clock.now() + hour * 3_600_000);
    await demo.pass(10_000);
  }
  expect(sets()).toEqual(['4: 1', '3: 0']);
});

it('scales to nothing and back, and says that it is not available meanwhile', async () => {
  await settled();
  scaleToZero(demo.registry, WEB);
  await demo.pass(5_000);
  expect(demo.pods()).toEqual([]);
  expect(web().status).toMatchObject({ observedGeneration: 2, terminatingReplicas: 0 });
  scaleBack(demo.registry, WEB);
  await demo.idle();
  expect(conditions()).toEqual([
    'Progressing True NewReplicaSetAvailable',
    'Available False MinimumReplicasUnavailable',
  ]);
  await demo.pass(5_000);
  expect(web().status).toMatchObject({ observedGeneration: 3, readyReplicas: 3 });
});

it('replaces a pod that somebody deleted', async () => {
  await settled();
  const [first] = demo.pods();
  const name = first?.metadata.name ?? '';
  demo.registry.delete({ kind: 'Pod', namespace: 'shop', name });
  await demo.pass(6_000);
  expect(demo.pods()).toHaveLength(3);
  expect(demo.pods(name)).toEqual([]);
});

it('goes with all that it made', async () => {
  await settled();
  demo.registry.delete(WEB);
  await demo.pass(5_000);
  expect([...demo.list('ReplicaSet'), ...demo.pods()]).toEqual([]);
});

it('changes nothing while it is paused, but its size', async () => {
  await settled();
  const change = (spec: object): void =>
    void demo.registry.update(WEB, (object): DemoManifest => ({ ...object, spec: { ...object.spec, ...spec } }));
  change({ paused: true });
  restart(demo.registry, WEB, demo.clock.now());
  await demo.pass(5_000);
  expect(sets()).toEqual(['1: 3']);
  change({ replicas: 4 });
  await demo.pass(5_000);
  expect(sets()).toEqual(['1: 4']);
});

describe('with the strategy Recreate', () => {
  it('ends the old pods first', async () => {
    await settled(2, { strategy: { type: 'Recreate' } });
    restart(demo.registry, WEB, demo.clock.now());
    let most = 0;
    demo.registry.subscribe(() => (most = Math.max(most, demo.pods().length)));
    await demo.pass(20_000);
    expect(most).toBe(2);
    expect(sets()).toEqual(['2: 2', '1: 0']);
  });
});

it('gives up a rollout that does not move, after its deadline', async () => {
  await settled(1, { progressDeadlineSeconds: 20 });
  const template = web().spec.template;
  const containers = template.spec.containers.map((one) => ({ ...one, image: 'registry.invalid/shop/web:2' }));
  const broken = { ...template, spec: { ...template.spec, containers } };
  demo.registry.update(WEB, (object): DemoManifest => ({ ...object, spec: { ...object.spec, template: broken } }));
  await demo.pass(25_000);
  expect(conditions()).toEqual([
    'Available True MinimumReplicasAvailable',
    'Progressing False ProgressDeadlineExceeded',
  ]);
});
