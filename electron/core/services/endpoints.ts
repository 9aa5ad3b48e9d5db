import { isDeepStrictEqual } from 'node:util';
import type { EndpointPort, EndpointView, PodView } from '../../../shared/model/endpoint.ts';
import type { ReadyCount } from '../../../shared/model/node.ts';
import type { EndpointCounts, ServicePort } from '../../../shared/model/service.ts';
import type { EndpointSlice, SliceEndpoint } from '../kube/objects.ts';
import { slicePorts } from './ports.ts';

const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';

/** One endpoint as one slice has it. */
interface Mention {
  readonly slice: EndpointSlice;
  readonly endpoint: SliceEndpoint;
}

/**
 * All endpoints of a Service, each once. The slices of one Service repeat an endpoint for each address family, for
 * each set of ports, and for a while during updates; what stands for the same object is the same endpoint.
 */
export function endpointViews(
  slices: Iterable<EndpointSlice>,
  podOf: (namespace: string, name: string) => PodView | undefined = () => undefined,
): readonly EndpointView[] {
  return [...mentions(slices)].map(([key, group]) => {
    const view = merge(key, group);
    const { target } = view;
    const pod = target?.kind === 'Pod' ? podOf(target.namespace, target.name) : undefined;
    // A Pod made anew under the old name (StatefulSets do) is not what this endpoint stands for.
    const isSame = pod && (target?.uid === undefined || target.uid === pod.uid);
    return isSame ? { ...view, pod } : view;
  });
}

/** The endpoints of a Service by their state, each counted once. */
export function countEndpoints(slices: Iterable<EndpointSlice>): EndpointCounts {
  let [ready, terminating, total] = [0, 0, 0];
  for (const group of mentions(slices).values()) {
    const conditions = mergeConditions(group);
    total += 1;
    if (conditions.ready) ready += 1;
    else if (conditions.terminating) terminating += 1;
  }
  return { ready, terminating, notReady: total - ready - terminating, total };
}

/** How many endpoints of a Service are on which node; those of no node that is told are in no count. */
export function countByNode(slices: Iterable<EndpointSlice>): ReadonlyMap<string, ReadyCount> {
  const counts = new Map<string, ReadyCount>();
  for (const group of mentions(slices).values()) {
    const node = group.find(({ endpoint }) => endpoint.nodeName !== undefined)?.endpoint.nodeName;
    if (node === undefined) continue;
    const { ready, total } = counts.get(node) ?? { ready: 0, total: 0 };
    counts.set(node, { ready: ready + (mergeConditions(group).ready ? 1 : 0), total: total + 1 });
  }
  return counts;
}

/** Which of a Service's ports no ready endpoint listens on: a targetPort that no Pod names, say. */
export function unservedPorts(ports: readonly ServicePort[], slices: readonly EndpointSlice[]): readonly number[] {
  const served = new Set<string>();
  for (const slice of slices) {
    if (!slice.endpoints?.some(({ conditions }) => conditions?.ready !== false)) continue;
    for (const { name = '', protocol } of slicePorts(slice)) served.add(`${protocol} ${name}`);
  }
  return ports.filter(({ name = '', protocol }) => !served.has(`${protocol} ${name}`)).map(({ port }) => port);
}

function mentions(slices: Iterable<EndpointSlice>): Map<string, Mention[]> {
  const groups = new Map<string, Mention[]>();
  // The order of slices is the server's whim; by name the same endpoints always come in the same order.
  const sorted = [...slices].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  for (const slice of sorted) {
    for (const endpoint of slice.endpoints ?? []) {
      const key = identity(endpoint);
      const group = groups.get(key);
      if (group) group.push({ slice, endpoint });
      else groups.set(key, [{ slice, endpoint }]);
    }
  }
  return groups;
}

/** What an endpoint is: the object that it stands for, else its address. */
function identity({ targetRef, addresses }: SliceEndpoint): string {
  return targetRef?.uid ?? addresses[0] ?? '';
}

function merge(key: string, group: readonly Mention[]): EndpointView {
  const of = <K extends 'hostname' | 'nodeName' | 'zone' | 'targetRef'>(field: K): SliceEndpoint[K] | undefined =>
    group.find(({ endpoint }) => endpoint[field] !== undefined)?.endpoint[field];
  const [hostname, node, zone, ref] = [of('hostname'), of('nodeName'), of('zone'), of('targetRef')];
  const namespace = ref?.namespace ?? group[0]?.slice.metadata.namespace ?? '';
  return {
    key,
    addresses: [...new Set(group.flatMap(({ endpoint }) => endpoint.addresses))],
    ports: distinct(group.flatMap(({ slice }) => slicePorts(slice))),
    ...mergeConditions(group),
    ...(hostname !== undefined && { hostname }),
    ...(node !== undefined && { node }),
    ...(zone !== undefined && { zone }),
    ...(group.some(({ endpoint }) => endpoint.hints) && { hints: hintsOf(group) }),
    ...(ref?.name !== undefined && {
      target: { kind: ref.kind ?? '', namespace, name: ref.name, ...(ref.uid !== undefined && { uid: ref.uid }) },
    }),
    slices: distinct(
      group.map(({ slice: { metadata, addressType } }) => ({
        name: metadata.name,
        managedBy: metadata.labels?.[MANAGED_BY] ?? '',
        addressType,
      })),
    ),
  };
}

function hintsOf(group: readonly Mention[]): NonNullable<EndpointView['hints']> {
  const names = (of: 'forZones' | 'forNodes'): string[] => [
    ...new Set(group.flatMap(({ endpoint }) => endpoint.hints?.[of] ?? []).map(({ name }) => name)),
  ];
  return { zones: names('forZones'), nodes: names('forNodes') };
}

/** Slices disagree only in passing, while one of them is not yet written: then the better news is the newer one. */
function mergeConditions(group: readonly Mention[]): Pick<EndpointView, 'ready' | 'serving' | 'terminating'> {
  const conditions = group.map(({ endpoint }) => endpoint.conditions);
  return {
    ready: conditions.some((one) => one?.ready ?? true),
    serving: conditions.some((one) => one?.serving ?? true),
    terminating: conditions.every((one) => one?.terminating ?? false),
  };
}

function distinct<T extends EndpointPort | EndpointView['slices'][number]>(values: readonly T[]): T[] {
  return values.filter((value, index) => values.findIndex((other) => isDeepStrictEqual(other, value)) === index);
}
