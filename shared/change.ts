import type { Failure } from './failure.ts';

/** Whatever a feed carries is found again by its key. */
export interface Keyed {
  readonly key: string;
}

/**
 * What a feed says: everything at first (`reset`), then what changed (`patch`), and between them that the data
 * may be old (`stale`, since a time in ms of the epoch). Any reset or patch after a stale means: up to date again.
 */
export type Change<T extends Keyed> =
  | { readonly t: 'reset'; readonly items: readonly T[] }
  | { readonly t: 'patch'; readonly upserts: readonly T[]; readonly removes: readonly string[] }
  | { readonly t: 'stale'; readonly since: number; readonly failure: Failure };

/** Applies a change to `items` in place and returns whether anything in it may have changed. */
export function applyChange<T extends Keyed>(items: Map<string, T>, change: Change<T>): boolean {
  switch (change.t) {
    case 'reset':
      items.clear();
      for (const item of change.items) items.set(item.key, item);
      return true;
    case 'patch':
      for (const key of change.removes) items.delete(key);
      for (const item of change.upserts) items.set(item.key, item);
      return change.removes.length + change.upserts.length > 0;
    case 'stale':
      return false;
  }
}
