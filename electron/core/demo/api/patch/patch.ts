import type { IncomingMessage } from 'node:http';
import { isRecord, isSame, type Json } from '../../../json.ts';
import type { DemoKind } from '../../registry.ts';
import { badRequest, StatusError } from '../../../api-rules/status-error.ts';
import { jsonType, mediaType, readBody, unsupportedMedia } from '../body.ts';
import { checkJson } from '../json-text.ts';
import { jsonPatch, PatchMismatch } from './json-patch.ts';
import { mergePatch } from '../../../api-rules/merge-patch.ts';
import { strategicPatch } from './strategic.ts';

/** Turns an object into what the client wants it to be. */
export type Patch = (object: object) => unknown;

const JSON_PATCH = 'application/json-patch+json';
const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const KNOWN = [JSON_PATCH, MERGE, STRATEGIC, 'application/apply-patch+yaml'];

export async function readPatch(request: IncomingMessage, kind: DemoKind): Promise<Patch> {
  const type = mediaType(request);
  if (!KNOWN.includes(type))
    throw new StatusError({
      code: 415,
      reason: 'UnsupportedMediaType',
      message: '415: Unsupported Media Type',
      details: {},
    });
  const body = (await readBody(request)).toString('utf8');
  switch (type) {
    case JSON_PATCH: {
      const operations = parse(body);
      if (!Array.isArray(operations)) throw wrongType(operations, '[]handlers.jsonPatchOp');
      return (object) => orRejected(() => jsonPatch(object, operations));
    }
    case MERGE: {
      const patch = parse(body);
      if (!isRecord(patch)) throw wrongType(patch, 'map[string]interface {}');
      return (object) => unlessSame(object, mergePatch(object, patch));
    }
    case STRATEGIC: {
      const patch = parse(body, '');
      if (!isRecord(patch)) throw wrongType(patch, 'map[string]interface {}', '');
      return (object) => unlessSame(object, strategicPatch(object, patch, kind));
    }
    default:
      throw unsupportedMedia([JSON_PATCH, MERGE, STRATEGIC]);
  }
}

/** A patch that changes nothing is none. */
function unlessSame(object: object, patched: unknown): unknown {
  return isSame(object, patched) ? object : patched;
}

function orRejected(patch: () => unknown): unknown {
  try {
    return patch();
  } catch (error) {
    if (!(error instanceof PatchMismatch)) throw error;
    const message = 'the server rejected our request due to an error in our request';
    throw new StatusError({ code: 422, reason: 'Invalid', message, details: {} });
  }
}

function parse(body: string, prefix = 'error decoding patch: '): unknown {
  const { error } = checkJson(body);
  if (error !== undefined) throw badRequest(`${prefix}${error}`);
  return JSON.parse(body) as unknown;
}

function wrongType(value: unknown, goType: string, prefix = 'error decoding patch: '): StatusError {
  return badRequest(`${prefix}json: cannot unmarshal ${jsonType(value)} into Go value of type ${goType}`);
}

/** Why a patched object is none of its kind any more. */
export function notPatchable(patched: unknown, why: string): StatusError {
  const shown = JSON.stringify(sorted(patched));
  const message = `Invalid value: ${JSON.stringify(shown)}: ${why}`;
  return new StatusError({
    code: 422,
    reason: 'Invalid',
    message: ` "" is invalid: patch: ${message}`,
    details: { causes: [{ reason: 'FieldValueInvalid', message, field: 'patch' }] },
  });
}

/** The order in which the server prints an object's parts. */
function sorted(object: unknown): unknown {
  if (!isRecord(object)) return object;
  const { apiVersion, kind, metadata, ...rest } = object;
  return { apiVersion, kind, metadata, ...(rest satisfies Json) };
}
