import type { PlacementView } from '../../../shared/model/node-service.ts';
import type { ServiceRef } from '../../../shared/model/service.ts';
import type { Cluster } from '../kube/cluster.ts';
import type { KubeObject, ListPage, Node, Service } from '../kube/objects.ts';
import { placementOn, type PodWishes } from './placement.ts';

interface WishfulPod extends KubeObject {
  readonly spec: PodWishes;
}

/** On which nodes the Pods behind a Service may run, by what the newest of them says. */
export async function readPlacements(cluster: Cluster, ref: ServiceRef, signal: AbortSignal): Promise<PlacementView> {
  const { api } = cluster;
  const { namespace, name } = ref;
  const where = `/api/v1/namespaces/${namespace}`;
  const service = await api.json<Service>({
    path: `${where}/services/${encodeURIComponent(name)}`,
    verb: 'get',
    resource: 'services',
    namespace,
    signal,
  });
  const selector = Object.entries(service.spec.selector ?? {}).map(([key, value]) => `${key}=${value}`);
  if (selector.length === 0) return { nodes: [] };
  const path = `${where}/pods?labelSelector=${encodeURIComponent(selector.join(','))}`;
  const [pods, nodes] = await Promise.all([
    api.json<ListPage<WishfulPod>>({ path, verb: 'list', resource: 'pods', namespace, signal }),
    api.json<ListPage<Node>>({ path: '/api/v1/nodes', verb: 'list', resource: 'nodes', signal }),
  ]);
  const [pod] = [...(pods.items ?? [])].sort((a, b) =>
    a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1,
  );
  if (!pod) return { nodes: [] };
  return { pod: pod.metadata.name, nodes: (nodes.items ?? []).map((node) => placementOn(node, pod.spec)) };
}
