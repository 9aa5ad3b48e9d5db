/** One column to sort by; several of them are asked in turn. */
export interface SortKey<Column extends string> {
  readonly column: Column;
  readonly descending: boolean;
}

/** Reads `-age,name` from an address; what is no column is left out. */
export function parseSort<Column extends string>(
  text: string,
  sortable: readonly Column[],
): readonly SortKey<Column>[] {
  return text.split(',').flatMap((part) => {
    const descending = part.startsWith('-');
    const column = sortable.find((name) => name === (descending ? part.slice(1) : part));
    return column ? [{ column, descending }] : [];
  });
}

export function formatSort(keys: readonly SortKey<string>[]): string {
  return keys.map(({ column, descending }) => `${descending ? '-' : ''}${column}`).join(',');
}

/** A click on a header: ascending, descending, off. With Shift it is one key among others. */
export function nextSort<Column extends string>(
  keys: readonly SortKey<Column>[],
  column: Column,
  add: boolean,
): readonly SortKey<Column>[] {
  const before = keys.find((key) => key.column === column);
  const next: readonly SortKey<Column>[] = before
    ? before.descending
      ? []
      : [{ column, descending: true }]
    : [{ column, descending: false }];
  if (!add) return next;
  return before ? keys.flatMap((key) => (key === before ? next : [key])) : [...keys, ...next];
}
