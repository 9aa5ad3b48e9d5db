export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of keys and indexes: `status.conditions.0.type`; `length` works on lists, and '' is the value itself. */
export function valueAt(value: unknown, path: string): unknown {
  let here = value;
  for (const key of path === '' ? [] : path.split('.')) {
    if (Array.isArray(here)) here = key === 'length' ? here.length : (here as unknown[])[Number(key)];
    else here = isFields(here) ? here[key] : undefined;
  }
  return here;
}

/** What a JSON merge patch makes of a value. */
export function mergePatched(value: unknown, change: unknown): unknown {
  if (!isFields(change)) return change;
  const merged = new Map(isFields(value) ? Object.entries(value) : []);
  for (const [key, part] of Object.entries(change)) {
    if (part === null) merged.delete(key);
    else merged.set(key, mergePatched(merged.get(key), part));
  }
  return Object.fromEntries(merged);
}
