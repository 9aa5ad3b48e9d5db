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

/** These annotations, those that it has; no field where it has none. */
export function keepNotes({ annotations = {} }: ObjectMeta, names: readonly string[]): Pick<ObjectMeta, 'annotations'> {
  const kept = names.flatMap((name) => {
    const value = annotations[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return kept.length === 0 ? {} : { annotations: Object.fromEntries(kept) };
}
