import { ClusterFacts } from '../../electron/core/diagnosis/cluster-facts.ts';
import { diagnose } from '../../electron/core/diagnosis/diagnose.ts';
import { snapshotOf } from '../../electron/core/diagnosis/snapshot.ts';
import { NOW } from '../../electron/core/diagnosis/testing/fixtures.ts';
import { largeCluster } from '../../electron/core/diagnosis/testing/large-cluster.ts';
import { TouchedDiagnoses } from '../../electron/core/diagnosis/touched.ts';
import { quantile, type Figure } from './figure.ts';

const ROUNDS = 7;
const UPDATES = 200;
const what = '2,000 Services with 10,000 Pods';

/** How long all Services of a large cluster take once its objects are there: indexing and every rule. */
export function diagnosis(): Figure {
  const snapshot = snapshotOf(largeCluster(2000, 5), { now: NOW, read: ['Event'] });
  const times = Array.from({ length: ROUNDS }, () => {
    const began = performance.now();
    const cluster = new ClusterFacts(snapshot);
    for (const service of cluster.all('Service')) diagnose(cluster, { service });
    return performance.now() - began;
  });
  return { what: `diagnosis of ${what}`, measured: quantile(times, 0.5), unit: 'ms', goal: 1000 };
}

/** What one Pod that changes costs once all are diagnosed: it touches the Services that asked for it, and no other. */
export function diagnosisUpdates(): readonly Figure[] {
  const objects = largeCluster(2000, 5);
  const diagnoses = new TouchedDiagnoses(new ClusterFacts(snapshotOf(objects, { now: NOW, read: ['Event'] })), 'bench');
  const drain = (): number => [...diagnoses.rounds()].reduce((sum, { looked }) => sum + looked, 0);
  drain();
  const pods = objects.filter(({ kind }) => kind === 'Pod').slice(0, UPDATES);
  const rounds = pods.map((pod) => {
    const began = performance.now();
    diagnoses.change(pod, { ...pod, metadata: { ...pod.metadata, deletionTimestamp: '2026-11-21T12:00:00Z' } });
    const looked = drain();
    return { looked, time: performance.now() - began };
  });
  const times = rounds.map(({ time }) => time);
  const looked = rounds.map((one) => one.looked);
  return [
    { what: `one Pod's change, diagnosed, among ${what}: p95`, measured: quantile(times, 0.95), unit: 'ms', goal: 100 },
    { what: 're-diagnosed by it: p95', measured: quantile(looked, 0.95), unit: 'Services', goal: 20 },
  ];
}
