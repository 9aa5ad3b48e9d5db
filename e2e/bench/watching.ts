import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../electron/core/clock.ts';
import { Diagnoses } from '../../electron/core/diagnosis/live.ts';
import { closeAll, liveRows, open, when } from '../core/open-clusters.ts';

/**
 * Watches a cluster as the list of Services does, and with a number of Services also diagnoses all of them live; then says
 * on stdout what that holds after a collection, and ends. `node --expose-gc watching.ts KUBECONFIG [SERVICES]`.
 */
const [kubeconfig = '', services] = process.argv.slice(2);

const opened = await open(kubeconfig);
await liveRows(opened);
if (services !== undefined) {
  const all = new Diagnoses(systemClock).all(opened.clusters.cluster(opened.context));
  await when(all, () => all.freshness.state === 'live' && all.items.size === Number(services));
}
// What is still on its way, as buffers, is let go in a turn or two.
for (let round = 0; round < 3; round++) {
  await sleep(100);
  globalThis.gc?.();
}
const { rss, heapUsed } = process.memoryUsage();
console.log(JSON.stringify({ rss, heapUsed }));
closeAll();
process.exit();
