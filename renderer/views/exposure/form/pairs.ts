import type { Edit } from '../../../../shared/exposure-schema.ts';

/** Changes of labels or annotations by key; undefined takes one away. What is not here stays whatever others make of it. */
export type PairChanges = Readonly<Record<string, string | undefined>>;
export type Pairs = Readonly<Record<string, string>>;

export function withChanges(now: Pairs, changes: PairChanges): Pairs {
  const all = Object.entries({ ...now, ...changes });
  return Object.fromEntries(all.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

export function pairEdits(set: 'label' | 'annotation', now: Pairs, changes: PairChanges): readonly Edit[] {
  return Object.entries(changes)
    .filter(([key, value]) => now[key] !== value)
    .map(([key, value]) => ({ set, key, ...(value !== undefined && { value }) }));
}
