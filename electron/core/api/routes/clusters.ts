import type { Feeds } from '../feeds.ts';
import { os } from '../implement.ts';
import type { Parts } from '../parts.ts';

/** Which clusters there are, and which are connected. */
export function kubeconfigRoutes({ preferences }: Pick<Parts, 'preferences'>, feeds: Feeds) {
  return {
    feed: os.kubeconfig.feed.handler(({ input, signal }) => feeds.run(preferences.kubeconfig, { ...input, signal })),
    add: os.kubeconfig.add.handler(({ input }) => preferences.addKubeconfig(input.path)),
  };
}

export function contextsRoutes({ clusters }: Pick<Parts, 'clusters'>, feeds: Feeds) {
  return {
    feed: os.contexts.feed.handler(({ input, signal }) => feeds.run(clusters.contexts, { ...input, signal })),
    connect: os.contexts.connect.handler(({ input }) => {
      clusters.connect(input.context);
    }),
    disconnect: os.contexts.disconnect.handler(({ input }) => {
      clusters.disconnect(input.context);
    }),
    setNamespaces: os.contexts.setNamespaces.handler(({ input }) => {
      clusters.setNamespaces(input.context, input.namespaces);
    }),
  };
}
