/** A list's order while somebody points at it. */
export interface Shown {
  readonly keys: readonly string[];
  /** Rows that wait until the pointer leaves. */
  readonly waiting: number;
}

/**
 * Keeps rows where they are under a pointer: those known stay in their old order, those gone go, and newcomers wait.
 * Without `frozen` the order is simply the sorted one.
 */
export function frozenOrder(sorted: readonly string[], frozen: readonly string[] | undefined): Shown {
  if (!frozen) return { keys: sorted, waiting: 0 };
  const present = new Set(sorted);
  const keys = frozen.filter((key) => present.has(key));
  return { keys, waiting: sorted.length - keys.length };
}
