import { isRecord, thaw, type Json } from '../json.ts';
import type { ApiKind } from './object.ts';
import { apiVersionOf, resourceOf } from './resources.ts';
import { badRequest } from './status-error.ts';
import { decode, type Decoded } from './validation/schema.ts';
import { metaShape, serviceShape } from './service/service.ts';
import type { Draft } from './strategy.ts';

export interface DecodedDraft extends Decoded {
  readonly draft: Draft;
}

/** Takes what a client wrote as an object of `kind`. Services are checked field by field, other kinds in their metadata. */
export function decodeDraft(kind: ApiKind, manifest: unknown): DecodedDraft {
  const draft: Json = isRecord(manifest) ? thaw(manifest) : {};
  draft['apiVersion'] = apiVersionOf(resourceOf(kind));
  draft['kind'] = kind;
  const metadata = (draft['metadata'] ??= {});
  if (!isRecord(metadata)) {
    const mismatch = metadataMismatch(kind, metadata);
    draft['metadata'] = {};
    return { draft: asDraft(draft), unknown: [], mismatch };
  }
  // Who manages what is not kept.
  Reflect.deleteProperty(metadata, 'managedFields');
  Reflect.deleteProperty(metadata, 'selfLink');
  const decoded = kind === 'Service' ? decode(draft, serviceShape) : decode(metadata, metaShape, 'metadata');
  return { draft: asDraft(draft), ...decoded };
}

/** As `decodeDraft`, for those who can't have written anything wrong but by mistake. */
export function toDraft(kind: ApiKind, manifest: unknown): Draft {
  const { draft, mismatch } = decodeDraft(kind, manifest);
  if (mismatch !== undefined) throw badRequest(cannotHandle(kind, mismatch));
  return draft;
}

export function cannotHandle(kind: ApiKind, why: string): string {
  return `${kind} in version "v1" cannot be handled as a ${kind}: ${why}`;
}

function metadataMismatch(kind: ApiKind, metadata: unknown): string {
  const given = Array.isArray(metadata) ? 'array' : typeof metadata === 'boolean' ? 'bool' : typeof metadata;
  return `json: cannot unmarshal ${given} into Go struct field ${kind}.metadata of type v1.ObjectMeta`;
}

/** What the shape of metadata guarantees; the name may still be missing. */
function asDraft(draft: Json): Draft {
  return draft as Draft;
}
