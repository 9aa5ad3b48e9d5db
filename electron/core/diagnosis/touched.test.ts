import { expect, test } from 'vitest';
import { ClusterFacts } from './cluster-facts.ts';
import { diagnose } from './diagnose.ts';
import { keyOf } from './index-by.ts';
import type { KindName, Obj } from './objects.ts';
import { snapshotOf } from './snapshot.ts';
import { clusterOf, fixtures, NOW, type Fixture } from './testing/fixtures.ts';
import { largeCluster } from './testing/large-cluster.ts';
import { TouchedDiagnoses } from './touched.ts';

const read: readonly KindName[] = ['Service', 'EndpointSlice', 'Endpoints', 'Pod', 'Node', 'Event'];
const kinds: readonly KindName[] = [
  ...read,
  ...(['Namespace', 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job'] as const),
  ...(['HorizontalPodAutoscaler', 'NetworkPolicy', 'Ingress', 'HTTPRoute'] as const),
  ...(['PersistentVolumeClaim', 'ConfigMap', 'APIGroup'] as const),
];

function objectsOf(fixture: Fixture): ReadonlyMap<string, Obj> {
  const cluster = clusterOf(fixture);
  const objects: readonly Obj[] = kinds.flatMap((kind): readonly Obj[] => cluster.all(kind));
  return new Map(objects.map((object) => [`${object.kind} ${keyOf(object)}`, object]));
}

/** The diagnoses of all Services, made at once from nothing. */
function afresh(objects: Iterable<Obj>): Readonly<Record<string, unknown>> {
  const facts = new ClusterFacts(snapshotOf(objects, { now: NOW, read: kinds }));
  return Object.fromEntries(
    facts.all('Service').map((service) => [keyOf(service), told(diagnose(facts, { service }))]),
  );
}

/** Without the key, which has the context; and in no order where a cluster has none. */
function told({ verdict, findings }: ReturnType<typeof diagnose>): unknown {
  return { verdict, findings };
}

function drain(diagnoses: TouchedDiagnoses): number {
  return [...diagnoses.rounds()].reduce((sum, { looked }) => sum + looked, 0);
}

test('what is made anew after each change is what would be found from nothing, there and back again', () => {
  const healthy = objectsOf({ name: 'healthy', verdict: 'healthy' });
  const cluster = new ClusterFacts(snapshotOf(healthy.values(), { now: NOW, read: kinds }));
  const diagnoses = new TouchedDiagnoses(cluster, 'c');
  const found = new Map<string, unknown>();
  const settle = (): void => {
    for (const { upserts, removes } of diagnoses.rounds()) {
      for (const key of removes) found.delete(key.replace(/^c\//, ''));
      for (const one of upserts) found.set(`${one.namespace}/${one.name}`, told(one));
    }
  };
  settle();
  const swap = (from: ReadonlyMap<string, Obj>, to: ReadonlyMap<string, Obj>): void => {
    for (const key of new Set([...from.keys(), ...to.keys()])) {
      const [before, after] = [from.get(key), to.get(key)];
      if (before === after) continue;
      diagnoses.change(before, after);
      // Each state on the way counts too.
      settle();
    }
  };
  for (const fixture of fixtures.filter(({ gaps = [] }) => gaps.length === 0)) {
    const broken = objectsOf(fixture);
    swap(healthy, broken);
    expect(sorted(Object.fromEntries(found)), fixture.name).toEqual(sorted(afresh(broken.values())));
    swap(broken, healthy);
  }
  expect(sorted(Object.fromEntries(found))).toEqual(sorted(afresh(healthy.values())));
});

/** The order in which objects of a kind are listed is nothing that a cluster promises. */
function sorted(all: Readonly<Record<string, unknown>>): unknown {
  return JSON.parse(
    JSON.stringify(all, (_, value: unknown) =>
      typeof value === 'string'
        ? value
            .split(', ')
            .sort((a, b) => (a < b ? -1 : 1))
            .join(', ')
        : value,
    ),
  );
}

test('a Pod that comes or changes touches its own Services alone, of 2,000', () => {
  const objects = largeCluster(2000, 5);
  const cluster = new ClusterFacts(snapshotOf(objects, { now: NOW, read }));
  const diagnoses = new TouchedDiagnoses(cluster, 'c');
  expect(drain(diagnoses)).toBe(2000);
  const pod = objects.findLast(({ kind }) => kind === 'Pod');
  if (!pod) throw new Error('no Pod');
  diagnoses.change(pod, undefined);
  diagnoses.change(undefined, pod);
  // The Service that selects it, and the ten of its namespace that seek a Pod like theirs.
  expect(drain(diagnoses)).toBeLessThan(20);
});

test('a Service comes and goes', () => {
  const healthy = objectsOf({ name: 'healthy', verdict: 'healthy' });
  const diagnoses = new TouchedDiagnoses(
    new ClusterFacts(snapshotOf(healthy.values(), { now: NOW, read: kinds })),
    'c',
  );
  drain(diagnoses);
  const service = healthy.get('Service shop/web');
  diagnoses.change(service, undefined);
  expect([...diagnoses.rounds()].flatMap(({ removes }) => removes)).toEqual(['c/shop/web']);
  diagnoses.change(undefined, service);
  expect([...diagnoses.rounds()].flatMap(({ upserts }) => upserts.map(({ key }) => key))).toContain('c/shop/web');
});
