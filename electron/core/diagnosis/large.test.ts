import { expect, test } from 'vitest';
import { ClusterFacts } from './cluster-facts.ts';
import { diagnose } from './diagnose.ts';
import type { Obj } from './objects.ts';
import { snapshotOf } from './snapshot.ts';
import { base, NOW } from './testing/fixtures.ts';
import { podsOf } from './testing/would-be.ts';
import { mergePatch } from './testing/merge-patch.ts';

test('a cluster of 2,000 Services and 10,000 Pods is gone through object by object, never pair by pair', () => {
  const cluster = new ClusterFacts(snapshotOf(largeCluster(2000, 5), { now: NOW, read: ['Event'] }));
  const answers = cluster.all('Service').map((service) => diagnose(cluster, { service }));
  expect(cluster.all('Pod')).toHaveLength(10_000);
  expect(answers.filter(({ verdict }) => verdict === 'healthy')).toHaveLength(1800);
  expect(answers.filter(({ findings }) => findings[0]?.code === 'B1')).toHaveLength(200);
});

/** `services` Services over 20 namespaces, one in ten of them with a slip in its selector. */
function largeCluster(services: number, replicas: number): readonly Obj[] {
  const [deployment, service] = [
    base.find(({ kind }) => kind === 'Deployment'),
    base.find(({ kind }) => kind === 'Service'),
  ];
  const nodes = base.filter(({ kind }) => kind === 'Node');
  return [
    ...nodes,
    ...Array.from({ length: services }, (_, index): readonly Obj[] => {
      const [name, namespace] = [`svc-${index}-${letters(index)}`, `ns-${index % 20}`];
      const metadata = { name, namespace, labels: { app: name } };
      const made = mergePatch(deployment, {
        metadata,
        spec: { replicas, template: { metadata: { labels: { app: name } } } },
      }) as Obj;
      const wrong = index % 10 === 0 ? name.replace('svc', 'scv') : name;
      return [made, mergePatch(service, { metadata, spec: { selector: { app: wrong } } }) as Obj, ...podsOf(made)];
    }).flat(),
  ];
}

/** Names that are no near misses of each other. */
function letters(index: number): string {
  return Array.from(String(index * 7919), (digit) => 'kqzjxvwygb'.charAt(Number(digit)).repeat(2)).join('');
}
