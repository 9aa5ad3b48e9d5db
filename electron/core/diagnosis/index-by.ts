import type { Labels, Maybe, Obj } from './objects.ts';

/** Groups by any number of keys each. */
export function groupBy<T>(items: Iterable<T>, keysOf: (item: T) => Iterable<string>): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
  }
  return groups;
}

export function namespaceOf({ metadata }: Obj): string {
  return metadata.namespace ?? 'default';
}

export function keyOf(object: Obj): string {
  return `${namespaceOf(object)}/${object.metadata.name}`;
}

export function pairs(labels: Maybe<Labels>): readonly string[] {
  return Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
}

/** In kubectl's words, as messages name objects: `Deployment web`. */
export function called({ kind, metadata }: Obj): string {
  return `${kind} ${metadata.name}`;
}

/** Some names, and how many more: a sentence has no room for 200 Pods. */
export function some(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} … (+${names.length - most})` : shown;
}
