import { isRecord, isSame, text, type Json } from '../../../json.ts';

/** The patch does not fit the object: the server says no more than that. */
export class PatchMismatch extends Error {}

/** RFC 6902. Throws `PatchMismatch` when a test fails or a path leads nowhere. */
export function jsonPatch(target: unknown, operations: readonly unknown[]): unknown {
  return operations.reduce<unknown>(apply, structuredClone(target));
}

function apply(document: unknown, operation: unknown): unknown {
  if (!isRecord(operation)) throw new PatchMismatch('not an operation');
  const path = pointer(operation['path']);
  const from = (): readonly string[] => pointer(operation['from']);
  switch (operation['op']) {
    case 'add':
      return put(document, path, { value: operation['value'], isInsert: true });
    case 'replace':
      find(document, path);
      return put(document, path, { value: operation['value'], isInsert: false });
    case 'remove':
      return remove(document, path);
    case 'move': {
      const value = find(document, from());
      return put(remove(document, from()), path, { value, isInsert: true });
    }
    case 'copy':
      return put(document, path, { value: structuredClone(find(document, from())), isInsert: true });
    case 'test':
      if (!isSame(find(document, path), operation['value'])) throw new PatchMismatch('test failed');
      return document;
    default:
      throw new PatchMismatch(`no such operation: ${text(operation['op'])}`);
  }
}

function pointer(path: unknown): readonly string[] {
  if (typeof path !== 'string' || (path !== '' && !path.startsWith('/'))) throw new PatchMismatch('not a path');
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function find(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => {
    const found = Array.isArray(at)
      ? (at as unknown[])[indexOf(key, at.length - 1)]
      : isRecord(at)
        ? at[key]
        : undefined;
    if (found === undefined) throw new PatchMismatch(`nothing at ${key}`);
    return found;
  }, document);
}

function put(
  document: unknown,
  path: readonly string[],
  { value, isInsert }: { readonly value: unknown; readonly isInsert: boolean },
): unknown {
  const last = path.at(-1);
  if (last === undefined) return value;
  const parent = find(document, path.slice(0, -1));
  if (Array.isArray(parent)) {
    const items: unknown[] = parent;
    const at = last === '-' ? items.length : indexOf(last, isInsert ? items.length : items.length - 1);
    items.splice(at, isInsert ? 0 : 1, value);
  } else parentOf(parent)[last] = value;
  return document;
}

function remove(document: unknown, path: readonly string[]): unknown {
  const last = path.at(-1);
  if (last === undefined) throw new PatchMismatch('the whole document');
  find(document, path);
  const parent = find(document, path.slice(0, -1));
  if (Array.isArray(parent)) parent.splice(indexOf(last, parent.length - 1), 1);
  else Reflect.deleteProperty(parentOf(parent), last);
  return document;
}

function parentOf(value: unknown): Json {
  if (!isRecord(value)) throw new PatchMismatch('not in an object');
  return value;
}

function indexOf(key: string, last: number): number {
  const index = /^(0|[1-9]\d*)$/.test(key) ? Number(key) : NaN;
  if (!(index <= last)) throw new PatchMismatch(`no item ${key}`);
  return index;
}
