/** JSON objects that are still being written. */
export type Json = Record<string, unknown>;

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object that `value` is, or an empty one. */
export function record(value: unknown): Readonly<Json> {
  return isRecord(value) ? value : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** What lies at the end of `path`, if anything does. */
export function dig(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => record(at)[key], value);
}

/** The same JSON: order counts in lists and not in objects, and what is undefined is not there. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  if (!isRecord(a) || !isRecord(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => isSame(a[key], b[key]));
}

/** Freezes what is not frozen yet; whatever is frozen is so all the way down. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const child of Object.values(value)) deepFreeze(child);
  return value;
}

/** A copy to write in, without fields that are null or undefined: in the API they are the same as absent. */
export function thaw<T>(value: T): T {
  return thawed(value) as T; // a copy of the same shape
}

function thawed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(thawed);
  if (!isRecord(value)) return value;
  const copy: Json = {};
  for (const [key, child] of Object.entries(value))
    if (child !== null && child !== undefined) copy[key] = thawed(child);
  return copy;
}

/** `{}` and `[]` say nothing in most of the API's fields: the server leaves them out. */
export function dropEmpty(object: Json, ...keys: readonly string[]): void {
  for (const key of keys) {
    const value = object[key];
    const size = Array.isArray(value) ? value.length : isRecord(value) ? Object.keys(value).length : 1;
    if (size === 0 || value === '') Reflect.deleteProperty(object, key);
  }
}

/** The API's JSON has null in a few fields that are always there. */
export const NULL: unknown = JSON.parse('null');
