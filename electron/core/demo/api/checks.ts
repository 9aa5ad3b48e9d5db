import { text } from '../../json.ts';
import type { DemoManifest, DemoObject, DemoRef } from '../registry.ts';
import type { Resource } from '../../api-rules/resources.ts';
import { badRequest, conflict, unprocessable, type StatusError } from '../../api-rules/status-error.ts';
import { cannotHandle, decodeDraft } from '../../api-rules/decode.ts';
import { unsupported, type FieldError } from '../../api-rules/validation/field-error.ts';
import { otherKind, type SentObject } from './body.ts';
import type { Exchange } from './exchange.ts';
import { quoteCharacter } from './json-text.ts';

/** What the client sent, checked field by field as far as the query asks for it. */
export function accept(exchange: Exchange, resource: Resource, { object, duplicates }: SentObject): DemoManifest {
  const { kind } = resource;
  const other = otherKind(object, resource);
  if (other) throw badRequest(`${other.shown} cannot be handled as a ${kind}: ${other.why}`);
  const { draft, mismatch, unknown } = decodeDraft(kind, object);
  if (mismatch !== undefined) throw badRequest(cannotHandle(kind, mismatch));
  const strictness = exchange.query.get('fieldValidation');
  const words = [...unknown.map(unknownField), ...duplicates.map((path) => `duplicate field ${JSON.stringify(path)}`)];
  if (words.length > 0 && strictness === 'Strict')
    throw badRequest(cannotHandle(kind, `strict decoding error: ${words.join(', ')}`));
  if (strictness !== 'Ignore') exchange.warnings.push(...words);
  return draft;
}

export function unknownField(path: string): string {
  return `unknown field ${JSON.stringify(path)}`;
}

/** An object says the same of itself as the path does, or nothing. */
export function checkNames(draft: DemoManifest, ref: DemoRef): void {
  const { name = ref.name, namespace } = draft.metadata;
  if (name !== ref.name)
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${ref.name})`);
  if (namespace !== undefined && text(namespace) !== ref.namespace) throw otherNamespace();
}

export function otherNamespace(): StatusError {
  return badRequest('the namespace of the provided object does not match the namespace sent on the request');
}

interface UidCheck {
  readonly resource: Resource;
  readonly ref: DemoRef;
  readonly old: DemoObject | undefined;
}

/** In a PUT, the uid is a condition. */
export function checkUid(draft: DemoManifest, { resource: { plural, group }, ref, old }: UidCheck): void {
  const uid = text(draft.metadata['uid']);
  const present = old?.metadata.uid ?? '';
  if (uid === '' || uid === present) return;
  const folder = plural === 'services' ? 'services/specs' : plural;
  const key = `/registry/${folder}/${ref.namespace === undefined ? '' : `${ref.namespace}/`}${ref.name}`;
  const why =
    `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ` +
    `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${present}`;
  throw conflict({ name: ref.name, group, kind: plural }, why);
}

export function checkOptions(query: URLSearchParams, kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions'): void {
  const errors: FieldError[] = [];
  const dryRun = query.getAll('dryRun');
  if (dryRun.some((one) => one !== 'All')) errors.push(unsupported('dryRun', dryRun, ['All']));
  const strictness = query.get('fieldValidation') ?? '';
  const known = ['', 'Ignore', 'Strict', 'Warn'];
  if (!known.includes(strictness)) errors.push(unsupported('fieldValidation', strictness, known));
  const wrong = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.exec(query.get('fieldManager') ?? '');
  if (wrong) errors.push(unprintable(wrong[0], wrong.index));
  if (errors.length > 0) throw unprocessable({ group: 'meta.k8s.io', kind }, errors);
}

function unprintable(character: string, at: number): FieldError {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const value = quoteCharacter(character).replaceAll("'", '"');
  const message = `Invalid value: ${value}: invalid character U+${code} (at position ${at})`;
  return { field: 'fieldManager', reason: 'FieldValueInvalid', message };
}
