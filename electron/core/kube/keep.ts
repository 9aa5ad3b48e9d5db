import type { ObjectMeta } from './objects.ts';

const META = ['name', 'namespace', 'uid', 'resourceVersion', 'creationTimestamp', 'deletionTimestamp'] as const;

export function keepMeta(
  metadata: ObjectMeta,
  ...more: readonly ('labels' | 'annotations' | 'finalizers' | 'ownerReferences')[]
): ObjectMeta {
  return keep(metadata, ...META, ...more);
}

/** A copy of `object` with only these fields, those that it has. */
export function keep<T extends object, K extends keyof T>(object: T, ...fields: readonly K[]): Pick<T, K> {
  const kept: Partial<Pick<T, K>> = {};
  for (const field of fields) if (object[field] !== undefined) kept[field] = object[field];
  // Whatever was required is there: it was in the object.
  return kept as Pick<T, K>;
}
