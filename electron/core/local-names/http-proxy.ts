import {
  request,
  ServerResponse,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http';
import type { Duplex } from 'node:stream';

/** Headers of one connection, not of the message: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

export interface Upstream {
  /** A connection to the app, for this request alone. */
  readonly socket: Duplex;
  /** How the browser has come here. */
  readonly proto: 'http' | 'https';
  /** The app could not be asked, or broke off before its answer. */
  readonly onFailed: (outgoing: ServerResponse) => void;
}

/** Passes a request on, and its answer back. The app is told the host that the browser asked for. */
export function passOn(incoming: IncomingMessage, outgoing: ServerResponse, upstream: Upstream): void {
  const asked = ask(incoming, upstream, {
    ...(incoming.headers['transfer-encoding'] !== undefined && { 'transfer-encoding': 'chunked' }),
  });
  asked.on('response', (response) => answer(response, outgoing));
  asked.on('error', () => {
    if (outgoing.headersSent) outgoing.destroy();
    else upstream.onFailed(outgoing);
  });
  outgoing.on('close', () => asked.destroy());
  incoming.pipe(asked);
}

/** Passes an upgrade on (a WebSocket, mostly): from the app's yes on, bytes both ways; its no is an answer like any. */
export function passOnUpgrade(
  incoming: IncomingMessage,
  { socket, head }: { readonly socket: Duplex; readonly head: Buffer },
  upstream: Upstream,
): void {
  const outgoing = new ServerResponse(incoming);
  const asked = ask(incoming, upstream, { connection: 'Upgrade', upgrade: incoming.headers.upgrade ?? 'websocket' });
  asked.on('upgrade', (response, up: Duplex, first: Buffer) => {
    const lines = pairs(response.rawHeaders).map(([name, value]) => `${name}: ${value}`);
    const status = `HTTP/1.1 ${String(response.statusCode)} ${response.statusMessage ?? ''}`;
    socket.write([status, ...lines, '', ''].join('\r\n'), 'latin1');
    socket.write(first);
    up.write(head);
    join(socket, up);
  });
  asked.on('response', (response) => {
    assign(outgoing, socket);
    answer(response, outgoing);
  });
  asked.on('error', () => {
    assign(outgoing, socket);
    upstream.onFailed(outgoing);
  });
  socket.on('error', () => undefined).on('close', () => asked.destroy());
  asked.end();
}

/** Answers on a connection that was to be upgraded; it ends with the answer. */
export function assign(outgoing: ServerResponse, socket: Duplex): void {
  outgoing.shouldKeepAlive = false;
  // What the type wants more than a Duplex, an answer that ends the connection does not use.
  outgoing.assignSocket(socket as Parameters<ServerResponse['assignSocket']>[0]);
  outgoing.on('finish', () => socket.end());
}

function ask(incoming: IncomingMessage, { socket, proto }: Upstream, more: OutgoingHttpHeaders): ClientRequest {
  return request({
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    setHost: false,
    headers: {
      ...endToEnd(incoming),
      ...more,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': incoming.headers.host ?? '',
      'x-forwarded-proto': proto,
    },
    createConnection: () => socket,
  });
}

function answer(response: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.writeHead(response.statusCode ?? 502, response.statusMessage ?? '', endToEnd(response));
  response.on('error', () => outgoing.destroy());
  response.pipe(outgoing);
}

/** The headers that go on, without those of this connection and those that its `Connection` header names. */
function endToEnd({ headersDistinct, headers }: IncomingMessage): OutgoingHttpHeaders {
  const named = connectionNames(headers);
  const kept = Object.entries(headersDistinct).filter(([name]) => !HOP.has(name) && !named.has(name));
  // A single value stays one: Node would refuse a list for some.
  return Object.fromEntries(kept.map(([name, values = []]) => [name, values.length === 1 ? values[0] : values]));
}

function connectionNames({ connection = '' }: IncomingHttpHeaders): ReadonlySet<string> {
  return new Set(connection.split(',').map((name) => name.trim().toLowerCase()));
}

function pairs(raw: readonly string[]): readonly (readonly [string, string])[] {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ''] as const] : []));
}

function join(one: Duplex, other: Duplex): void {
  one.pipe(other).pipe(one);
  one.on('close', () => other.destroy());
  other.on('error', () => undefined).on('close', () => one.destroy());
}
