import type { IncomingMessage } from 'node:http';
import type { ServiceRef } from '../../../../shared/model/service.ts';

/** Names and values by turns, as they came: their case, order and repetition are the client's and the app's business. */
export type RawHeaders = readonly string[];

/** What is between two neighbours and not passed on. `transfer-encoding` and `trailer` are judged by each side. */
const hops: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'upgrade',
]);

const bodied: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

function filter(raw: RawHeaders, keep: (name: string) => boolean): string[] {
  return raw.flatMap((name, at) => (at % 2 === 0 && keep(name.toLowerCase()) ? [name, raw[at + 1] ?? ''] : []));
}

/** The header's value, or undefined; the values of a repeated one joined. */
function valueOf(raw: RawHeaders, wanted: string): string | undefined {
  const values = raw.filter((_, at) => at % 2 === 1 && raw[at - 1]?.toLowerCase() === wanted);
  return values.length > 0 ? values.join(', ') : undefined;
}

/** Names that this message says are for the neighbour alone. */
function named(raw: RawHeaders): ReadonlySet<string> {
  const list = valueOf(raw, 'connection')?.toLowerCase().split(',') ?? [];
  return new Set(list.map((name) => name.trim()));
}

/** With the Host in place of what the client said. */
export function withHost(raw: RawHeaders, host: string | undefined): string[] {
  if (host === undefined) return [...raw];
  return ['Host', host, ...filter(raw, (name) => name !== 'host')];
}

export interface HostChoice extends Pick<ServiceRef, 'namespace' | 'name'> {
  /** As in `HttpWishes`. */
  readonly host?: string;
  readonly port: number;
}

/** The Host to tell the app, undefined for the client's own. */
export function hostFor({ host, namespace, name, port }: HostChoice): string | undefined {
  if (host === undefined || host === '') return undefined;
  if (host !== 'cluster') return host;
  return `${name}.${namespace}.svc${port === 80 ? '' : `:${port}`}`;
}

/** What the app is told of a request. Its body, if it has one, is framed as the client framed it. */
export function requestHeaders(
  { method = 'GET', rawHeaders }: Pick<IncomingMessage, 'method' | 'rawHeaders'>,
  host: string | undefined,
): string[] {
  const own = named(rawHeaders);
  const isChunked = valueOf(rawHeaders, 'transfer-encoding') !== undefined;
  const keep = (name: string): boolean =>
    !hops.has(name) && (name === 'host' || !own.has(name)) && (name !== 'trailer' || isChunked);
  const kept = withHost(filter(rawHeaders, keep), host);
  // Only HTTP/1.0 may do without.
  if (valueOf(kept, 'host') === undefined) kept.unshift('Host', 'localhost');
  // Else Node would announce a body in chunks.
  const isBare = !isChunked && valueOf(rawHeaders, 'content-length') === undefined;
  return isBare && bodied.has(method) ? [...kept, 'Content-Length', '0'] : kept;
}

/** What the client is told of an answer: Node frames the body, for HTTP/1.0 knows no chunks. */
export function responseHeaders(rawHeaders: RawHeaders, { trailers }: { readonly trailers: boolean }): string[] {
  const own = named(rawHeaders);
  const keep = (name: string): boolean =>
    !hops.has(name) && !own.has(name) && name !== 'transfer-encoding' && (name !== 'trailer' || trailers);
  return filter(rawHeaders, keep);
}

/** The bytes of a head as it was on the wire. */
export function headLength(firstLine: string, raw: RawHeaders): number {
  return raw.reduce((length, part) => length + part.length + 2, firstLine.length + 4);
}

/** How long the other side keeps an idle connection, in ms, where it says so. */
export function keepAliveOf(raw: RawHeaders): number | undefined {
  const [, seconds] = /\btimeout=(\d{1,6})\b/.exec(valueOf(raw, 'keep-alive') ?? '') ?? [];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
