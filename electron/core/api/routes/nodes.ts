import { readKubeProxy } from '../../kube/kube-proxy.ts';
import { checkNodePorts } from '../../nodes/check.ts';
import { readPlacements } from '../../nodes/placements.ts';
import { nodeRows } from '../../nodes/rows.ts';
import { nodeServices, serviceNodes } from '../../nodes/services.ts';
import type { Feeds } from '../feeds.ts';
import { os } from '../implement.ts';
import type { Parts } from '../parts.ts';

/** The nodes, and what they serve. */
export function nodesRoutes({ clusters }: Pick<Parts, 'clusters'>, feeds: Feeds) {
  return {
    feed: os.nodes.feed.handler(({ input, signal }) =>
      feeds.run(nodeRows(clusters.cluster(input.context)), { ...input, signal }),
    ),
    proxy: os.nodes.proxy.handler(({ input, signal }) =>
      readKubeProxy(clusters.cluster(input.context).api, signal ?? new AbortController().signal),
    ),
    services: os.nodes.services.handler(({ input, signal }) =>
      feeds.run(nodeServices(clusters.cluster(input.context), input.node), { ...input, signal }),
    ),
    serving: os.nodes.serving.handler(({ input, signal }) =>
      feeds.run(serviceNodes(clusters.cluster(input.ref.context), input.ref), { ...input, signal }),
    ),
    check: os.nodes.check.handler(({ input, signal = new AbortController().signal }) =>
      checkNodePorts(clusters.cluster(input.context), input, signal),
    ),
    placements: os.nodes.placements.handler(({ input, signal = new AbortController().signal }) =>
      readPlacements(clusters.cluster(input.context), input, signal),
    ),
  };
}
