import type { Failure } from '../../shared/failure.ts';
import type { ServiceRef } from '../../shared/model/service.ts';
import type { ForwardTarget, TargetService } from './forward/forward-target.ts';
import type { Cluster } from './kube/cluster.ts';
import { readKubeProxy } from './kube/kube-proxy.ts';
import { combine } from './kube/standing.ts';
import { Live } from './live.ts';
import { endpointViews } from './services/endpoints.ts';
import { serviceRow } from './services/view.ts';

/** One Service of a cluster as a forward follows it: without its Pods, which its slices name. */
export function openForwardTarget(cluster: Cluster, ref: ServiceRef): ForwardTarget {
  const { namespace, name } = ref;
  const key = `${namespace}/${name}`;
  const services = cluster.watch('services', { namespace });
  const slices = cluster.watch('endpointslices', { namespace });
  const service = new Live<TargetService>({ state: 'loading' });
  const trouble = new Live<Failure | undefined>(undefined);

  const refresh = (): void => {
    const gap = [...services.gaps, ...slices.gaps][0];
    const freshness = combine([services.freshness, slices.freshness]);
    const link = cluster.view.link;
    const down = 'failure' in link ? link.failure : undefined;
    trouble.set(gap ?? down ?? (freshness.state === 'stale' ? freshness.failure : undefined));
    const found = services.items.get(key);
    if (found) {
      const owned = [...slices.owned(key)];
      if (freshness.state !== 'loading' || service.current.state === 'known') {
        service.set({
          state: 'known',
          row: serviceRow(cluster.context, found, owned),
          endpoints: endpointViews(owned),
        });
      }
    } else if (freshness.state === 'live' && !gap) service.set({ state: 'gone' });
  };

  services.subscribe((notice) => {
    if (notice.all || notice.keys.length === 0 || notice.keys.includes(key)) refresh();
  });
  slices.subscribe((notice) => {
    if (notice.all || notice.keys.length === 0 || notice.owners.includes(key)) refresh();
  });
  refresh();
  return {
    service,
    trouble,
    api: () => cluster.api,
    kubeProxy: async (signal) => readKubeProxy(cluster.api, signal),
    close: () => {
      services.close();
      slices.close();
    },
  };
}
