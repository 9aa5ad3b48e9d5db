import type { Failure } from '../../../shared/failure.ts';
import type { KindName, Kinds, Obj } from './objects.ts';

/** What was read, at one moment. A kind that is not in `objects` was not read: nothing may be concluded from its absence. */
export interface Snapshot {
  readonly objects: { readonly [K in KindName]?: readonly Kinds[K][] };
  /** Why something could not be read. */
  readonly gaps: readonly Failure[];
  /** In ms of the epoch. */
  readonly now: number;
}

const known: ReadonlySet<string> = new Set<KindName>([
  'Service',
  'EndpointSlice',
  'Endpoints',
  'Pod',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'HorizontalPodAutoscaler',
  'Node',
  'Namespace',
  'NetworkPolicy',
  'Ingress',
  'HTTPRoute',
  'PersistentVolumeClaim',
  'ConfigMap',
  'APIGroup',
  'Event',
  'PortolanCheck',
]);

function isKnownKind(kind: string): kind is KindName {
  return known.has(kind);
}

export interface SnapshotOptions {
  /** In ms of the epoch. */
  readonly now: number;
  readonly gaps?: readonly Failure[];
  /** Kinds that were read, though there may be none. */
  readonly read?: Iterable<KindName>;
}

/** Sorts objects by kind; those that no rule reads are left out. */
export function snapshotOf(all: Iterable<Obj>, { now, gaps = [], read = [] }: SnapshotOptions): Snapshot {
  const objects: Partial<Record<string, Obj[]>> = {};
  for (const kind of read) objects[kind] = [];
  for (const object of all) {
    if (isKnownKind(object.kind)) (objects[object.kind] ??= []).push(object);
  }
  // Each object lies under its own kind.
  return { objects, gaps, now };
}
