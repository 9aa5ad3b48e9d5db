import { expect, test } from 'vitest';
import { ClusterFacts } from './cluster-facts.ts';
import { diagnose } from './diagnose.ts';
import { snapshotOf } from './snapshot.ts';
import { NOW } from './testing/fixtures.ts';
import { largeCluster } from './testing/large-cluster.ts';

test('a cluster of 2,000 Services and 10,000 Pods is gone through object by object, never pair by pair', () => {
  const cluster = new ClusterFacts(snapshotOf(largeCluster(2000, 5), { now: NOW, read: ['Event'] }));
  const answers = cluster.all('Service').map((service) => diagnose(cluster, { service }));
  expect(cluster.all('Pod')).toHaveLength(10_000);
  expect(answers.filter(({ verdict }) => verdict === 'healthy')).toHaveLength(1800);
  expect(answers.filter(({ findings }) => findings[0]?.code === 'B1')).toHaveLength(200);
});
