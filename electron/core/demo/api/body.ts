import type { IncomingMessage } from 'node:http';
import { isRecord } from '../json.ts';
import type { DemoKind } from '../registry.ts';
import { badRequest, StatusError } from '../status-error.ts';

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

const ACCEPTED = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

/** The object that a client sent to be one of `kind`. Empty bodies are objects, too, where `isOptional`. */
export async function readObject(request: IncomingMessage, kind: string): Promise<unknown> {
  const type = mediaType(request);
  const body = await readBody(request);
  if (type === '' || type === 'application/json') return parseJson(body.toString('utf8'), kind);
  if (type === 'application/yaml') return parseYaml(body.toString('utf8'), kind);
  if (type === 'application/vnd.kubernetes.protobuf') {
    const { decodeProtobuf } = await import('./protobuf.ts');
    const object = decodeProtobuf(body);
    if (object) return object;
  }
  throw unsupportedMedia(ACCEPTED);
}

export function unsupportedMedia(accepted: readonly string[]): StatusError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return new StatusError({ code: 415, reason: 'UnsupportedMediaType', message });
}

function parseJson(text: string, kind: string): unknown {
  const refuse = (why: string): StatusError =>
    badRequest(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${why} (${summary(text)})`,
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse(whyNotJson(text));
  }
  if (isRecord(value)) return value;
  const goType =
    'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
  throw refuse(`json: cannot unmarshal ${jsonType(value)} into Go value of type ${goType}`);
}

async function parseYaml(text: string, kind: string): Promise<unknown> {
  const { parse } = await import('yaml');
  let value: unknown;
  try {
    value = parse(text, { logLevel: 'silent' });
  } catch (error) {
    const [why = ''] = (error as Error).message.split('\n'); // the parser throws nothing else
    throw badRequest(`the object provided is unrecognized (must be of type ${kind}): yaml: ${why} (${hex(text)})`);
  }
  return parseJson(JSON.stringify(value ?? {}), kind);
}

/** As Go's decoder says it, as far as the end of the text or one wrong character tell. */
export function whyNotJson(text: string): string {
  let message = '';
  try {
    JSON.parse(text);
  } catch (error) {
    message = (error as Error).message; // the parser throws nothing else
  }
  const token = /Unexpected token '?(.)'?/su.exec(message)?.[1];
  if (token !== undefined && !/^Unexpected end|Unterminated/.test(message))
    return `invalid character '${token}' looking for beginning of value`;
  return 'unexpected end of JSON input';
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

/** Refuses an object of another kind than the path is for. */
export function checkKind(
  object: unknown,
  { kind, apiVersion }: { readonly kind: DemoKind; readonly apiVersion: string },
): void {
  if (!isRecord(object)) return;
  const { kind: given = kind, apiVersion: version = apiVersion } = object;
  if (given === kind && version === apiVersion) return;
  const [shownKind, shownVersion] = [String(given), String(version).split('/').at(-1) ?? ''];
  const why = KNOWN.has(shownKind)
    ? `converting (v1.${shownKind}) to (${groupPackage(apiVersion)}.${kind}): unknown conversion`
    : `no kind ${JSON.stringify(shownKind)} is registered for version ${JSON.stringify(String(version))} in scheme "pkg/runtime/scheme.go:111"`;
  throw badRequest(`${shownKind} in version ${JSON.stringify(shownVersion)} cannot be handled as a ${kind}: ${why}`);
}

const KNOWN = new Set([
  'Pod',
  'Service',
  'Namespace',
  'Node',
  'Endpoints',
  'Event',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
]);

function groupPackage(apiVersion: string): string {
  const [group = ''] = apiVersion.split('/');
  return group === 'v1' ? 'core' : (group.split('.')[0] ?? '');
}
