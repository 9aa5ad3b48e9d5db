import { timestamp } from './made-up.ts';
import type { DemoObject } from './registry.ts';
import { resourceOf } from '../api-rules/resources.ts';
import { conflict } from '../api-rules/status-error.ts';

export interface DeleteOptions {
  /** Does everything but keep it. */
  readonly dryRun?: boolean;
  readonly gracePeriodSeconds?: number;
  /** What has to be done with the dependents first: `orphan` lets them live, `foregroundDeletion` ends them before. */
  readonly finalizer?: 'orphan' | 'foregroundDeletion';
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

/** Refuses to delete another object than the one that was meant. */
export function checkPreconditions({ kind, metadata }: DemoObject, { preconditions = {} }: DeleteOptions): void {
  const { uid, resourceVersion } = preconditions;
  const { name, uid: ownUid, resourceVersion: ownVersion } = metadata;
  const refuse = (why: string): Error => conflict({ name, group: resourceOf(kind).group, kind }, why);
  if (uid !== undefined && uid !== ownUid)
    throw refuse(
      `the UID in the precondition (${uid}) does not match the UID in record (${ownUid}). ` +
        'The object might have been deleted and then recreated',
    );
  if (resourceVersion !== undefined && resourceVersion !== ownVersion)
    throw refuse(
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record ` +
        `(${ownVersion}). The object might have been modified`,
    );
}

interface Marking {
  readonly options: DeleteOptions;
  /** The grace period of its own, in seconds; what has none gets none. */
  readonly natural: number;
  readonly now: number;
}

/** The object as it waits for its end. A grace period that runs can only be shortened. */
export function markForDeletion(old: DemoObject, { options, natural, now }: Marking): DemoObject {
  const { metadata, kind } = old;
  const { gracePeriodSeconds, finalizer } = options;
  const grace = natural === 0 ? 0 : Math.max(0, gracePeriodSeconds ?? natural);
  const left = metadata.deletionGracePeriodSeconds;
  const hasFinalizer = finalizer === undefined || metadata.finalizers?.includes(finalizer) === true;
  if (left !== undefined && left <= grace && hasFinalizer) return old;
  const isFirst = metadata.deletionTimestamp === undefined;
  return {
    ...old,
    metadata: {
      ...metadata,
      ...(!hasFinalizer && { finalizers: [...(metadata.finalizers ?? []), finalizer] }),
      deletionTimestamp: timestamp(now + grace * 1_000),
      ...(kind !== 'Namespace' && { deletionGracePeriodSeconds: grace }),
      ...(isFirst && metadata.generation !== undefined && { generation: metadata.generation + 1 }),
    },
    ...(kind === 'Namespace' && { status: { ...old.status, phase: 'Terminating' } }),
  };
}

/** Nothing but a grace period keeps it. */
export function isFree({ kind, metadata }: DemoObject): boolean {
  return (metadata.finalizers ?? []).length === 0 && kind !== 'Namespace';
}
