import type { Keyed } from '../../shared/change.ts';
import { systemClock } from '../../electron/core/clock.ts';
import { Clusters } from '../../electron/core/kube/clusters.ts';
import { ExecPlugins } from '../../electron/core/kube/exec-plugins.ts';
import { openApi } from '../../electron/core/kube/http.ts';
import { loadKubeconfig } from '../../electron/core/kube/kubeconfig.ts';
import type { LiveSource } from '../../electron/core/live.ts';
import { serviceRows } from '../../electron/core/services/rows.ts';

export interface OpenedClusters {
  readonly clusters: Clusters;
  /** The key of the kubeconfig's current context, which is connected. */
  readonly context: string;
}

const opened: OpenedClusters[] = [];

/** The core's clusters on a kubeconfig, with its current context connected, until `closeAll`. */
export async function open(kubeconfig: string): Promise<OpenedClusters> {
  const clusters = await openClusters(kubeconfig);
  opened.push(clusters);
  return clusters;
}

export function closeAll(): void {
  for (const { clusters } of opened.splice(0)) clusters.close();
}

/** Resolves when the condition holds, looked at with each change of the source. */
export function when(source: Pick<LiveSource<Keyed>, 'subscribe'>, condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (!condition()) return;
      unsubscribe();
      resolve();
    };
    const unsubscribe = source.subscribe(check);
    check();
  });
}

export async function liveRows({ clusters, context }: OpenedClusters) {
  const rows = serviceRows(clusters.cluster(context));
  await when(rows, () => rows.freshness.state === 'live');
  return rows;
}

async function openClusters(kubeconfig: string): Promise<OpenedClusters> {
  const clock = systemClock;
  const execPlugins = new ExecPlugins({ clock, env: {}, shellPath: () => Promise.resolve(undefined) });
  const clusters = new Clusters({ clock, openApi: (entry) => openApi(entry, { clock, execPlugins, env: {} }) });
  const loaded = await loadKubeconfig({ merged: [kubeconfig], chosen: [] });
  clusters.setKubeconfig(loaded);
  const context = loaded.current ?? '';
  clusters.connect(context);
  return { clusters, context };
}
