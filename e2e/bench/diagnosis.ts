import { ClusterFacts } from '../../electron/core/diagnosis/cluster-facts.ts';
import { diagnose } from '../../electron/core/diagnosis/diagnose.ts';
import { snapshotOf } from '../../electron/core/diagnosis/snapshot.ts';
import { NOW } from '../../electron/core/diagnosis/testing/fixtures.ts';
import { largeCluster } from '../../electron/core/diagnosis/testing/large-cluster.ts';
import { quantile, type Figure } from './figure.ts';

const ROUNDS = 7;

/** How long all Services of a large cluster take once its objects are there: indexing and every rule. */
export function diagnosis(): Figure {
  const snapshot = snapshotOf(largeCluster(2000, 5), { now: NOW, read: ['Event'] });
  const times = Array.from({ length: ROUNDS }, () => {
    const began = performance.now();
    const cluster = new ClusterFacts(snapshot);
    for (const service of cluster.all('Service')) diagnose(cluster, { service });
    return performance.now() - began;
  });
  return {
    what: 'diagnosis of 2,000 Services with 10,000 Pods',
    measured: quantile(times, 0.5),
    unit: 'ms',
    goal: 1000,
  };
}
