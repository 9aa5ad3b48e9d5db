import { isSame } from '../../json.ts';
import type { ApiMeta } from '../object.ts';
import { forbidden, invalid, required, tooLong, type FieldError } from './field-error.ts';
import { labelValue, qualifiedName, type WordRule } from './names.ts';

/** What every kind's metadata has to keep to. */
export function validateMeta(meta: ApiMeta, { name, namespaced }: MetaRules): FieldError[] {
  const errors: FieldError[] = [];
  // A generated name is long enough for whatever its prefix may end with.
  if (typeof meta['generateName'] === 'string' && meta.name === '') {
    const prefix = meta['generateName'].replace(/(?<=.)-$/, 'a');
    errors.push(...name(prefix).map((error) => invalid('metadata.generateName', meta['generateName'], error)));
  }
  if (meta.name === '') errors.push(required('metadata.name', 'name or generateName is required'));
  else errors.push(...name(meta.name).map((error) => invalid('metadata.name', meta.name, error)));
  if (!namespaced && meta.namespace !== undefined)
    errors.push(forbidden('metadata.namespace', 'not allowed on this type'));
  errors.push(...validateLabels(meta.labels, 'metadata.labels'));
  for (const key of Object.keys(meta.annotations ?? {}))
    errors.push(...qualifiedName(key.toLowerCase()).map((error) => invalid('metadata.annotations', key, error)));
  return [...errors, ...validateAnnotationsSize(meta), ...validateFinalizers(meta)];
}

const MOST_ANNOTATIONS = 256 * 1024;
/** The only finalizers that need no domain. */
const STANDARD = ['kubernetes', 'orphan', 'foregroundDeletion'];

function validateAnnotationsSize({ annotations = {} }: ApiMeta): FieldError[] {
  const size = Object.entries(annotations).reduce((sum, entry) => sum + Buffer.byteLength(entry.join('')), 0);
  return size > MOST_ANNOTATIONS ? [tooLong('metadata.annotations', MOST_ANNOTATIONS)] : [];
}

function validateFinalizers({ finalizers = [] }: ApiMeta): FieldError[] {
  return finalizers.flatMap((finalizer, index) => {
    const wrong = qualifiedName(finalizer);
    if (wrong.length > 0) return wrong.map((error) => invalid('metadata.finalizers', finalizer, error));
    if (finalizer.includes('/') || STANDARD.includes(finalizer)) return [];
    const detail = 'name is neither a standard finalizer name nor is it fully qualified';
    return [invalid(`metadata.finalizers[${index}]`, finalizer, detail)];
  });
}

export interface MetaRules {
  readonly name: WordRule;
  readonly namespaced: boolean;
}

export function validateMetaUpdate(meta: ApiMeta, old: ApiMeta): FieldError[] {
  const errors: FieldError[] = [];
  const added = (meta.finalizers ?? []).filter((one) => !old.finalizers?.includes(one));
  if (old.deletionTimestamp !== undefined && added.length > 0) {
    const words = added.map((one) => JSON.stringify(one)).join(', ');
    const detail = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${words}}`;
    errors.push(forbidden('metadata.finalizers', detail));
  }
  for (const key of ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp'] as const)
    if (!isSame(meta[key], old[key])) errors.push(invalid(`metadata.${key}`, meta[key] ?? '', 'field is immutable'));
  errors.push(...validateLabels(meta.labels, 'metadata.labels'), ...validateAnnotationsSize(meta));
  return errors;
}

export function validateLabels(labels: Readonly<Record<string, string>> = {}, path: string): FieldError[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...qualifiedName(key).map((error) => invalid(path, key, error)),
    ...labelValue(value).map((error) => invalid(path, value, error)),
  ]);
}
