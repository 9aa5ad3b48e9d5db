import { isDeepStrictEqual } from 'node:util';
import type { NodeRow, ReadyCount } from '../../../shared/model/node.ts';
import type { Cluster } from '../kube/cluster.ts';
import type { EndpointSlice, Pod } from '../kube/objects.ts';
import { combine } from '../kube/standing.ts';
import { countByNode } from '../services/endpoints.ts';
import { OpenedMap } from '../services/opened.ts';
import { Tally, type NodeCount } from './tally.ts';
import { nodeKey, nodeRow } from './view.ts';

/** A row for each node, live. A Pod or an endpoint that comes or goes recomputes the nodes that it was on, no other. */
export function nodeRows(cluster: Cluster): OpenedMap<NodeRow> {
  const nodes = cluster.watch('nodes');
  const pods = cluster.watch('pods');
  const slices = cluster.watch('endpointslices');
  const views = [nodes, pods, slices];
  const podTally = new Tally();
  const endpointTally = new Tally();
  const rows = new OpenedMap<NodeRow>(() => {
    for (const view of views) view.close();
  });

  const refresh = (names: Iterable<string>): void => {
    const upserts: NodeRow[] = [];
    const removes: string[] = [];
    const isWhole = pods.covers('');
    const isCounted = slices.covers('');
    for (const name of names) {
      const node = nodes.items.get(name);
      const key = nodeKey(cluster.context, name);
      const before = rows.items.get(key);
      const row =
        node &&
        nodeRow(cluster.context, node, {
          pods: isWhole ? podTally.of(name).total : undefined,
          endpoints: isCounted ? endpointTally.of(name) : undefined,
        });
      if (row && !isDeepStrictEqual(row, before)) upserts.push(row);
      else if (!row && before) removes.push(key);
    }
    const freshness = combine([nodes.requiredFreshness, pods.freshness, slices.freshness]);
    if (upserts.length + removes.length > 0) rows.update({ upserts, removes, freshness });
    else if (!isDeepStrictEqual(freshness, rows.freshness)) rows.mark(freshness);
  };

  const all = (): Iterable<string> =>
    new Set([...nodes.items.keys(), ...[...rows.items.values()].map(({ name }) => name)]);
  const countPods = (keys: Iterable<string>): ReadonlySet<string> => {
    const touched = new Set<string>();
    for (const key of keys) podTally.set(key, podOn(pods.items.get(key)), touched);
    return touched;
  };
  const countEndpoints = (owners: Iterable<string>): ReadonlySet<string> => {
    const touched = new Set<string>();
    for (const owner of owners) endpointTally.set(owner, [...countByNode(slices.owned(owner))], touched);
    return touched;
  };

  nodes.subscribe((notice) => refresh(notice.all ? all() : notice.keys));
  pods.subscribe((notice) => {
    const touched = countPods(notice.all ? [...pods.items.keys(), ...podTally.sources] : notice.keys);
    refresh(notice.all ? all() : touched);
  });
  slices.subscribe((notice) => {
    const touched = countEndpoints(notice.all ? ownersOf(slices.items.values(), endpointTally) : notice.owners);
    refresh(notice.all ? all() : touched);
  });
  countPods(pods.items.keys());
  countEndpoints(ownersOf(slices.items.values(), endpointTally));
  refresh(all());
  return rows;
}

function ownersOf(slices: Iterable<EndpointSlice>, tally: Tally): Iterable<string> {
  const named = [...slices].flatMap(({ metadata }) => {
    const service = metadata.labels?.['kubernetes.io/service-name'];
    return service === undefined ? [] : `${metadata.namespace ?? ''}/${service}`;
  });
  return new Set([...named, ...tally.sources]);
}

const ONE: ReadyCount = { ready: 1, total: 1 };

function podOn(pod: Pod | undefined): readonly NodeCount[] {
  const node = pod?.spec.nodeName;
  const phase = pod?.status?.phase;
  return node === undefined || phase === 'Succeeded' || phase === 'Failed' ? [] : [[node, ONE]];
}
