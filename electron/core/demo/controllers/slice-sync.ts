import { isSame } from '../../json.ts';
import type { DemoManifest, DemoObject } from '../registry.ts';
import type { EndpointSlice, Labels, SliceEndpoint, SlicePort } from '../shapes.ts';
import { ownedBy, type ControllerContext } from './controller.ts';

const MAX_ENDPOINTS = 100;

/** Endpoints that belong together in slices: one family, one list of ports. */
export interface WantedSlices {
  readonly addressType: string;
  readonly ports: readonly SlicePort[];
  readonly endpoints: readonly SliceEndpoint[];
}

/** What one slice is to hold; without `slice` it is to be made. */
interface PlannedSlice {
  readonly slice?: EndpointSlice;
  readonly addressType: string;
  readonly ports: readonly SlicePort[];
  readonly endpoints: readonly SliceEndpoint[];
}

export interface SlicePlan {
  readonly keep: readonly PlannedSlice[];
  readonly drop: readonly EndpointSlice[];
}

export interface SyncSlices {
  readonly context: ControllerContext;
  readonly owner: DemoObject;
  readonly existing: readonly EndpointSlice[];
  readonly groups: readonly WantedSlices[];
  /** The labels of a slice that has `present` ones, or of a new one. */
  readonly labelsOf: (present: Labels | undefined) => Labels;
  /** What a slice that is written gets beside those that it has. */
  readonly annotations: Labels;
}

/** Writes the slices that differ from what is wanted, and no other. */
export function syncSlices(sync: SyncSlices): void {
  const { registry } = sync.context;
  const { keep, drop } = planSlices(sync.existing, sync.groups);
  const { annotations } = sync;
  for (const planned of keep) {
    const labels = sync.labelsOf(planned.slice?.metadata.labels);
    if (planned.slice && isAsPlanned(planned, labels)) continue;
    if (!planned.slice) registry.create(newSlice(sync.owner, planned, { labels, annotations }));
    else {
      registry.update(refOf(planned.slice), ({ endpoints: _endpoints, ports: _ports, ...object }) => ({
        ...object,
        metadata: { ...object.metadata, labels, annotations: { ...object.metadata.annotations, ...annotations } },
        ...contents(planned),
      }));
    }
  }
  for (const slice of drop) registry.delete(refOf(slice));
}

function isAsPlanned({ slice, ports, endpoints }: PlannedSlice, labels: Labels): boolean {
  return (
    isSame(slice?.endpoints ?? [], endpoints) &&
    isSame(slice?.ports ?? [], ports) &&
    isSame(slice?.metadata.labels, labels)
  );
}

function newSlice(
  owner: DemoObject,
  planned: PlannedSlice,
  meta: { readonly labels: Labels; readonly annotations: Labels },
): DemoManifest {
  const { name, namespace } = owner.metadata;
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { generateName: `${name}-`, namespace, ...meta, ownerReferences: ownedBy(owner) },
    addressType: planned.addressType,
    ...contents(planned),
  };
}

function contents({ ports, endpoints }: PlannedSlice): Pick<EndpointSlice, 'endpoints' | 'ports'> {
  return { ...(endpoints.length > 0 && { endpoints }), ...(ports.length > 0 && { ports }) };
}

function refOf({ metadata: { namespace, name } }: EndpointSlice) {
  return { kind: 'EndpointSlice', ...(namespace !== undefined && { namespace }), name } as const;
}

/**
 * Which slice holds what. Endpoints stay in the slice that has them, new ones fill up slices that change anyway, then
 * one that has room, then new ones; slices that nothing is left for are used for new ones before they are dropped.
 */
export function planSlices(existing: readonly EndpointSlice[], groups: readonly WantedSlices[]): SlicePlan {
  const sorted = [...existing].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const spare = new Set(sorted);
  const keep: PlannedSlice[] = [];
  const fresh: PlannedSlice[] = [];
  for (const group of groups) {
    const mine = sorted.filter(({ addressType, ports }) => {
      return addressType === group.addressType && isSame(ports ?? [], group.ports);
    });
    const { kept, added } = fill(mine, group);
    for (const { slice } of kept) if (slice) spare.delete(slice);
    keep.push(...kept);
    fresh.push(...added);
  }
  const recycled = fresh.map((planned) => {
    const slice = [...spare].find(({ addressType }) => addressType === planned.addressType);
    if (!slice) return planned;
    spare.delete(slice);
    return { ...planned, slice };
  });
  return { keep: [...keep, ...recycled], drop: [...spare] };
}

function fill(
  slices: readonly EndpointSlice[],
  { addressType, ports, endpoints }: WantedSlices,
): { readonly kept: readonly PlannedSlice[]; readonly added: readonly PlannedSlice[] } {
  const left = new Map(endpoints.map((endpoint) => [endpointKey(endpoint), endpoint]));
  const filled = slices
    .map((slice) => {
      const held = (slice.endpoints ?? []).flatMap((endpoint) => {
        const wanted = left.get(endpointKey(endpoint));
        left.delete(endpointKey(endpoint));
        return wanted ?? [];
      });
      return { slice, endpoints: held, isChanged: !isSame(held, slice.endpoints ?? []) };
    })
    .filter((one) => one.endpoints.length > 0 || endpoints.length === 0);
  const rest = [...left.values()];
  for (const one of filled) {
    if (one.isChanged) one.endpoints.push(...rest.splice(0, MAX_ENDPOINTS - one.endpoints.length));
  }
  const room = filled.find((one) => !one.isChanged && one.endpoints.length + rest.length <= MAX_ENDPOINTS);
  if (room) room.endpoints.push(...rest.splice(0));
  const kept = filled.map((one) => ({ slice: one.slice, addressType, ports, endpoints: one.endpoints }));
  const added: PlannedSlice[] = [];
  while (rest.length > 0) added.push({ addressType, ports, endpoints: rest.splice(0, MAX_ENDPOINTS) });
  // Nothing to publish is published too, once.
  if (endpoints.length === 0 && kept.length === 0) added.push({ addressType, ports, endpoints: [] });
  return { kept: endpoints.length === 0 ? kept.slice(0, 1) : kept, added };
}

function endpointKey({ targetRef, addresses }: SliceEndpoint): string {
  return `${targetRef?.name ?? ''} ${addresses.join()}`;
}
