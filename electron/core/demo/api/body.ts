import { parseDocument } from 'yaml';
import type { IncomingMessage } from 'node:http';
import { isRecord } from '../../json.ts';
import { apiVersionOf, resources, type Resource } from '../../api-rules/resources.ts';
import { badRequest, StatusError } from '../../api-rules/status-error.ts';
import { checkJson } from './json-text.ts';

const LIMIT = 3 * 1024 * 1024;

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer; // no encoding is set
    size += bytes.length;
    if (size <= LIMIT) chunks.push(bytes);
  }
  if (size <= LIMIT) return Buffer.concat(chunks);
  const message = `Request entity too large: limit is ${LIMIT}`;
  throw new StatusError({ code: 413, reason: 'RequestEntityTooLarge', message });
}

export function mediaType({ headers }: IncomingMessage): string {
  return (headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
}

export const ACCEPTED = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

export interface SentObject {
  readonly object: unknown;
  /** Paths of fields that the text has twice. */
  readonly duplicates: readonly string[];
}

/** The object that a client sent to be one of `kind`. */
export async function readObject(request: IncomingMessage, kind: string): Promise<SentObject> {
  const type = mediaType(request);
  const body = await readBody(request);
  if (type === '' || type === 'application/json') return parseJson(body.toString('utf8'), { kind });
  if (type === 'application/yaml') return parseYaml(body.toString('utf8'), kind);
  if (type === 'application/vnd.kubernetes.protobuf') {
    const { decodeProtobuf } = await import('./protobuf.ts');
    const object = decodeProtobuf(body);
    if (object) return { object, duplicates: [] };
  }
  throw unsupportedMedia(ACCEPTED);
}

export function unsupportedMedia(accepted: readonly string[]): StatusError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return new StatusError({ code: 415, reason: 'UnsupportedMediaType', message });
}

function parseJson(
  text: string,
  { kind, original = text }: { readonly kind: string; readonly original?: string },
): SentObject {
  const refuse = (why: string): StatusError =>
    badRequest(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${why} (${summary(original)})`,
    );
  const { error, duplicates } = checkJson(text);
  if (error !== undefined) throw refuse(error);
  const object: unknown = JSON.parse(text);
  if (object === null) return { object: {}, duplicates };
  if (!isRecord(object)) {
    const goType =
      'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
    throw refuse(`json: cannot unmarshal ${jsonType(object)} into Go value of type ${goType}`);
  }
  for (const field of ['apiVersion', 'kind']) {
    const value = object[field];
    if (value !== undefined && value !== null && typeof value !== 'string')
      throw refuse(`json: cannot unmarshal ${jsonType(value)} into Go struct field .${field} of type string`);
  }
  return { object, duplicates };
}

/** What the server's parser says where the one at hand found something wrong. */
const YAML_ERRORS: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'mapping values are not allowed in this context',
  TAB_AS_INDENT: 'found character that cannot start any token',
  MISSING_CHAR: "did not find expected ',' or ']'",
  DUPLICATE_KEY: 'mapping key already defined',
};

function parseYaml(text: string, kind: string): SentObject {
  const document = parseDocument(text, { uniqueKeys: false });
  const [error] = document.errors;
  if (!error) return parseJson(JSON.stringify(document.toJS() ?? {}), { kind, original: text });
  const line = error.linePos?.[0].line ?? 1;
  const isPlaced = line > 1 || error.code === 'MISSING_CHAR';
  const why = `${isPlaced ? `line ${line}: ` : ''}${YAML_ERRORS[error.code] ?? 'did not find expected key'}`;
  throw badRequest(`the object provided is unrecognized (must be of type ${kind}): yaml: ${why} (${hex(text)})`);
}

export function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : value === null ? 'null' : typeof value;
}

const SHOWN = 30;

function summary(text: string): string {
  if (text === '') return '<empty>';
  if (!text.startsWith('{')) return hex(text);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)} ...` : text;
}

function hex(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length > SHOWN ? `${bytes.subarray(0, SHOWN).toString('hex')} ...` : bytes.toString('hex');
}

/** Why an object that calls itself something else can't be one of `kind`, if it can't. */
export function otherKind(
  object: unknown,
  { kind, group }: Resource,
): { readonly shown: string; readonly why: string } | undefined {
  if (!isRecord(object)) return undefined;
  const own = apiVersionOf({ group });
  const { kind: given = kind, apiVersion: version = own } = object;
  if (given === kind && version === own) return undefined;
  const [word, full] = [String(given), String(version)];
  const known = resources.find((one) => one.kind === word);
  const goPackage = group === '' ? 'core' : (group.split('.')[0] ?? '');
  const why =
    known && apiVersionOf(known) === full
      ? `converting (v1.${word}) to (${goPackage}.${kind}): unknown conversion`
      : `no kind ${JSON.stringify(word)} is registered for version ${JSON.stringify(full)} in scheme "pkg/runtime/scheme.go:111"`;
  return { shown: `${word} in version ${JSON.stringify(full.split('/').at(-1))}`, why };
}
