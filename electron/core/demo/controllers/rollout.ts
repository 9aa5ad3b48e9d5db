import type { Deployment, ReplicaSet } from '../shapes.ts';

/** A ReplicaSet's next size. */
export interface Scaling {
  readonly set: ReplicaSet;
  readonly to: number;
}

export interface RolloutLimits {
  readonly replicas: number;
  /** Pods above `replicas` while a rollout goes on. */
  readonly maxSurge: number;
  /** Pods that may be missing meanwhile. */
  readonly maxUnavailable: number;
}

export function rolloutLimits({ spec }: Deployment): RolloutLimits {
  const replicas = spec.replicas ?? 1;
  if (spec.strategy?.type === 'Recreate' || replicas === 0) return { replicas, maxSurge: 0, maxUnavailable: 0 };
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec.strategy?.rollingUpdate ?? {};
  const surge = countOf(maxSurge, replicas, Math.ceil);
  const unavailable = Math.min(countOf(maxUnavailable, replicas, Math.floor), replicas);
  // Both may round to nothing, and then nothing would ever move.
  return { replicas, maxSurge: surge, maxUnavailable: surge + unavailable === 0 ? 1 : unavailable };
}

function countOf(value: number | string, replicas: number, round: (value: number) => number): number {
  return typeof value === 'number' ? value : round((Number.parseFloat(value) / 100) * replicas);
}

/** How big the ReplicaSet of a rollout starts. */
export function firstSize(deployment: Deployment, old: readonly ReplicaSet[]): number {
  const { replicas, maxSurge } = rolloutLimits(deployment);
  if (deployment.spec.strategy?.type === 'Recreate') return replicas;
  return Math.max(0, Math.min(replicas, replicas + maxSurge - sum(old, sizeOf)));
}

/** The next step of a rollout from `old` ReplicaSets to `current`, as the real deployment controller takes it. */
export function nextScalings(
  deployment: Deployment,
  current: ReplicaSet,
  old: readonly ReplicaSet[],
): readonly Scaling[] {
  const limits = rolloutLimits(deployment);
  if (deployment.spec.strategy?.type === 'Recreate') {
    const shrinking = old.filter((set) => sizeOf(set) > 0).map((set) => ({ set, to: 0 }));
    if (shrinking.length > 0) return shrinking;
    return old.some(hasPods) ? [] : resized(current, limits.replicas);
  }
  const growing = resized(current, currentSize(limits, current, old));
  return growing.length > 0 ? growing : shrinkOld(limits, current, old);
}

function currentSize({ replicas, maxSurge }: RolloutLimits, current: ReplicaSet, old: readonly ReplicaSet[]): number {
  const size = sizeOf(current);
  if (size >= replicas) return replicas;
  const room = replicas + maxSurge - (size + sum(old, sizeOf));
  return room <= 0 ? size : Math.min(replicas, size + room);
}

/** Pods that don't work go first: nothing is lost with them. */
function shrinkOld(
  { replicas, maxUnavailable }: RolloutLimits,
  current: ReplicaSet,
  old: readonly ReplicaSet[],
): readonly Scaling[] {
  const minAvailable = replicas - maxUnavailable;
  const stillUnavailable = sizeOf(current) - availableOf(current);
  let removable = sizeOf(current) + sum(old, sizeOf) - minAvailable - stillUnavailable;
  if (removable <= 0) return [];
  const sizes = new Map(old.map((set) => [set, sizeOf(set)]));
  const oldest = [...old].sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1));
  for (const set of oldest) {
    const broken = Math.min(removable, Math.max(0, sizeOf(set) - availableOf(set)));
    sizes.set(set, sizeOf(set) - broken);
    removable -= broken;
  }
  let spare = availableOf(current) + sum(old, availableOf) - minAvailable;
  for (const set of oldest) {
    const size = sizes.get(set) ?? 0;
    const fewer = Math.max(0, Math.min(spare, size));
    sizes.set(set, size - fewer);
    spare -= fewer;
  }
  return oldest.flatMap((set) => resized(set, sizes.get(set) ?? 0));
}

function resized(set: ReplicaSet, to: number): readonly Scaling[] {
  return sizeOf(set) === to ? [] : [{ set, to }];
}

function sizeOf({ spec }: ReplicaSet): number {
  return spec.replicas ?? 0;
}

function availableOf({ status }: ReplicaSet): number {
  return status?.availableReplicas ?? 0;
}

/** Those that are ending count too. */
export function hasPods({ status }: ReplicaSet): boolean {
  return (status?.replicas ?? 0) + (status?.terminatingReplicas ?? 0) > 0;
}

export function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
