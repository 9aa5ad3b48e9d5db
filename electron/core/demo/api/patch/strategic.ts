import { isRecord, isSame, list, text, type Json } from '../../../json.ts';
import type { DemoKind } from '../../registry.ts';
import { unworded } from '../../../api-rules/status-error.ts';
import { inPatchOrder } from './merge-list.ts';

/** Lists whose items are found again by a field; all other lists are replaced whole. */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  ownerReferences: 'uid',
  conditions: 'type',
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  env: 'name',
  volumes: 'name',
  imagePullSecrets: 'name',
  volumeMounts: 'mountPath',
  hostAliases: 'ip',
  podIPs: 'ip',
  hostIPs: 'ip',
  addresses: 'type',
};
/** Lists of plain values that are merged as sets. */
const SETS = new Set(['finalizers', 'podCIDRs']);
/** Kinds that declare no keys of their own: only their metadata is merged. */
const ATOMIC: ReadonlySet<DemoKind> = new Set(['Endpoints', 'EndpointSlice', 'Ingress', 'NetworkPolicy', 'Event']);
const DIRECTIVE = '$patch';
const RETAIN = '$retainKeys';

/** The API's own patch: lists of named things are merged item by item. */
export function strategicPatch(target: unknown, patch: Readonly<Json>, kind: DemoKind): unknown {
  return mergeObject(isRecord(target) ? target : {}, patch, (field) => {
    if (ATOMIC.has(kind) && field !== 'ownerReferences') return undefined;
    if (field === 'ports') return kind === 'Service' ? 'port' : 'containerPort';
    return MERGE_KEYS[field];
  });
}

type KeyOf = (field: string) => string | undefined;

function mergeObject(target: Readonly<Json>, patch: Readonly<Json>, keyOf: KeyOf): Json {
  const { [DIRECTIVE]: directive, [RETAIN]: retain, ...fields } = patch;
  if (directive === 'replace') return withoutDirectives(fields);
  if (directive === 'delete') return {};
  if (directive !== undefined && directive !== 'merge') throw unknownDirective(directive, patch);
  const result: Json = { ...target };
  if (Array.isArray(retain))
    for (const key of Object.keys(result)) if (!retain.includes(key)) Reflect.deleteProperty(result, key);
  for (const [key, value] of Object.entries(fields)) {
    const [, command, field = key] = /^\$(setElementOrder|deleteFromPrimitiveList)\/(.*)$/.exec(key) ?? [];
    if (command === 'deleteFromPrimitiveList')
      result[field] = list(result[field]).filter((one) => !list(value).some((gone) => isSame(gone, one)));
    else if (command === undefined) mergeField(result, key, { value, keyOf, order: fields[`$setElementOrder/${key}`] });
  }
  return result;
}

interface FieldPatch {
  readonly value: unknown;
  readonly keyOf: KeyOf;
  /** What `$setElementOrder` says of the field. */
  readonly order: unknown;
}

function mergeField(result: Json, field: string, { value, keyOf, order }: FieldPatch): void {
  const old = result[field];
  const key = keyOf(field);
  if (value === null) Reflect.deleteProperty(result, field);
  else if (isRecord(value)) result[field] = mergeObject(isRecord(old) ? old : {}, value, keyOf);
  else if (Array.isArray(value) && key !== undefined)
    result[field] = mergeList(list(old), value, { key, keyOf, order: Array.isArray(order) ? list(order) : undefined });
  else if (Array.isArray(value) && SETS.has(field)) {
    const added = list(value).filter((one) => !list(old).some((kept) => isSame(kept, one)));
    result[field] = inPatchOrder([...list(old), ...added], { order: value, before: list(old), idOf: (item) => item });
  } else result[field] = value;
}

interface ListPatch {
  readonly key: string;
  readonly keyOf: KeyOf;
  readonly order: readonly unknown[] | undefined;
}

function mergeList(old: readonly unknown[], patches: readonly unknown[], { key, keyOf, order }: ListPatch): unknown[] {
  const isWhole = (one: unknown): boolean =>
    isRecord(one) && Object.keys(one).length === 1 && one[DIRECTIVE] === 'replace';
  const items = patches.filter((one) => !isWhole(one));
  if (items.length < patches.length) return items.map((one) => (isRecord(one) ? withoutDirectives(one) : one));
  const result = [...old];
  for (const item of items) {
    if (!isRecord(item)) continue;
    const id = item[key];
    if (id === undefined) throw unworded(`map: ${goMap(item)} does not contain declared merge key: ${key}`);
    const directive = item[DIRECTIVE];
    if (directive !== undefined && !['delete', 'merge', 'replace'].includes(text(directive)))
      throw unknownDirective(directive, item);
    const at = result.findIndex((one) => isRecord(one) && isSame(one[key], id));
    const present = result[at];
    if (directive === 'delete') {
      if (at >= 0) result.splice(at, 1);
    } else if (isRecord(present)) result[at] = mergeObject(present, item, keyOf);
    else result.push(mergeObject({}, item, keyOf));
  }
  const named = items.filter((one) => isRecord(one) && one[DIRECTIVE] !== 'delete');
  return inPatchOrder(result, {
    order: order ?? named,
    before: old,
    idOf: (item) => (isRecord(item) ? item[key] : undefined),
  });
}

function unknownDirective(directive: unknown, patch: Readonly<Json>): Error {
  return unworded(`unknown patch type: ${text(directive)} in map: ${goMap(patch)}`);
}

function withoutDirectives(object: Readonly<Json>): Json {
  return Object.fromEntries(Object.entries(object).filter(([key, value]) => key !== DIRECTIVE && value !== null));
}

/** As Go prints a map. */
function goMap(object: Readonly<Json>): string {
  const entries = Object.entries(object).map(
    ([key, value]) => `${key}:${isRecord(value) ? goMap(value) : String(value)}`,
  );
  return `map[${entries.sort().join(' ')}]`;
}
