import { systemClock } from '../../electron/core/clock.ts';
import { Clusters } from '../../electron/core/kube/clusters.ts';
import { ExecPlugins } from '../../electron/core/kube/exec-plugins.ts';
import { openApi } from '../../electron/core/kube/http.ts';
import { loadKubeconfig } from '../../electron/core/kube/kubeconfig.ts';

export interface OpenedClusters {
  readonly clusters: Clusters;
  /** The key of the kubeconfig's current context, which is connected. */
  readonly context: string;
}

/** The core's clusters on a kubeconfig, with its current context connected. */
export async function openClusters(kubeconfig: string): Promise<OpenedClusters> {
  const clock = systemClock;
  const execPlugins = new ExecPlugins({ clock, env: {}, shellPath: () => Promise.resolve(undefined) });
  const clusters = new Clusters({ clock, openApi: (entry) => openApi(entry, { clock, execPlugins, env: {} }) });
  const loaded = await loadKubeconfig({ merged: [kubeconfig], chosen: [] });
  clusters.setKubeconfig(loaded);
  const context = loaded.current ?? '';
  clusters.connect(context);
  return { clusters, context };
}
