import type { PastChangeView } from '../../../shared/model/exposure.ts';
import { isSame, record } from '../json.ts';
import type { Json } from '../json.ts';
import type { ExposedService } from './facts.ts';
import type { Past, PastChange } from './history.ts';
import { exposureOf, targetOf, type Target } from './shape.ts';

/** What is needed to return from a change, and to come back to it. */
export function recordOf(before: ExposedService, after: ExposedService, at: number): PastChange {
  const [old, now] = [targetOf(before), targetOf(after)];
  const touched = {
    spec: differing(old.spec, now.spec),
    labels: differing(old.labels, now.labels),
    annotations: differing(old.annotations, now.annotations),
  };
  const half = ({ spec, labels, annotations }: Target): PastChange['before'] => ({
    spec: only(spec, touched.spec),
    labels: only(labels, touched.labels),
    annotations: only(annotations, touched.annotations),
  });
  const [from, to] = [exposureOf(before.spec), exposureOf(after.spec)];
  return { at, from, to, before: half(old), after: half(now), touched };
}

/** The Service with one side of a change in it; what others have changed since elsewhere stays. */
export function withHalf(service: ExposedService, change: PastChange, side: 'before' | 'after'): Target {
  const target = targetOf(service);
  const { touched, [side]: half } = change;
  put(target.spec, touched.spec, half.spec);
  put(target.labels, touched.labels, half.labels);
  put(target.annotations, touched.annotations, half.annotations);
  return target;
}

/** The changes in the order in which they were made; those that were undone last, the next to redo first. */
export function viewsOf({ done, undone }: Past): readonly PastChangeView[] {
  const made = [
    ...done.map((change) => ({ change, state: 'done' as const })),
    ...undone.map((change) => ({ change, state: 'undone' as const })).reverse(),
  ];
  return made.flatMap(({ change, state }, place): PastChangeView[] => {
    const { at, from, to, touched, objects } = change;
    const common = { key: `${at}/${place}`, at, state };
    if (objects) return [{ ...common, what: whatBecame(objects) }];
    if (from === undefined || to === undefined) return [];
    const fields = [...touched.spec, ...touched.labels, ...touched.annotations];
    return [{ ...common, what: 'exposure', from, to, fields }];
  });
}

function whatBecame(objects: NonNullable<PastChange['objects']>): 'created' | 'deleted' | 'slices' {
  const service = objects.find(({ before, after }) => (after ?? before)?.['kind'] === 'Service');
  if (!service) return 'slices';
  return service.after ? 'created' : 'deleted';
}

function differing(a: object, b: object): string[] {
  const [from, to] = [record(a), record(b)];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].filter((key) => !isSame(from[key], to[key]));
}

function only<T>(from: Readonly<Record<string, T>> | object, keys: readonly string[]): Record<string, T> {
  const all = Object.entries(from) as [string, T][]; // of the one or the other
  return structuredClone(Object.fromEntries(all.filter(([key]) => keys.includes(key))));
}

function put(into: object, keys: readonly string[], values: Json): void {
  for (const key of keys)
    if (values[key] === undefined) Reflect.deleteProperty(into, key);
    else Object.assign(into, { [key]: structuredClone(values[key]) });
}
