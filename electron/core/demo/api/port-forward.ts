import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { text } from '../../json.ts';
import type { Kubelet } from '../kubelet.ts';
import type { DemoObject } from '../registry.ts';
import { badRequest, notFound } from '../../api-rules/status-error.ts';
import type { Store } from '../store.ts';
import { LEGACY, serveLegacyForward } from './legacy-forward.ts';
import { serveForward } from './spdy/forward-session.ts';
import type { Target } from './target.ts';

export interface ForwardRequest {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly target: Target;
  readonly store: Store;
  readonly kubelet: Kubelet;
}

const PROTOCOL = 'portforward.k8s.io';
const TUNNEL = `SPDY/3.1+${PROTOCOL}`;

/** Switches a connection to SPDY/3.1, bare or within a WebSocket, or to a WebSocket alone, and forwards ports over it. Throws `StatusError`. */
export async function servePortForward({
  request,
  socket,
  head,
  target,
  store,
  kubelet,
}: ForwardRequest): Promise<void> {
  const { namespace = '', name = '' } = target;
  const pod = podOnNode(store, target);
  const session = { pod: { namespace, name }, uid: pod.metadata.uid, kubelet };
  const { headers, method } = request;
  if (headers.upgrade?.toLowerCase() === 'websocket') {
    if (headers['sec-websocket-protocol'] === LEGACY) return serveLegacyForward({ ...session, request, socket, head });
    const tunnel = await acceptTunnel({ request, socket, head });
    return serveForward({ ...session, socket: tunnel, head: Buffer.alloc(0) });
  }
  const offered = headers['x-stream-protocol-version'] ?? '';
  if (method !== 'POST' || !/^SPDY\/3\.1$/i.test(headers.upgrade ?? '')) throw badRequest('Upgrade request required');
  if (!offered.includes(PROTOCOL))
    throw badRequest(
      `unable to negotiate protocol: client supports [${String(offered)}], server accepts [${PROTOCOL}]`,
    );
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n' +
      `X-Stream-Protocol-Version: ${PROTOCOL}\r\n\r\n`,
  );
  return serveForward({ ...session, socket, head });
}

/** The pod that a target names, if its node can be asked about it. */
export function podOnNode(store: Store, { namespace = '', name = '' }: Target): DemoObject {
  const pod = store.get({ kind: 'Pod', namespace, name });
  if (!pod) throw notFound({ name, kind: 'pods' });
  if (text(pod.spec?.['nodeName']) === '') throw badRequest(`pod ${name} does not have a host assigned`);
  return pod;
}

/** kubectl's way since 1.30: SPDY's bytes as a WebSocket's messages. */
async function acceptTunnel({
  request,
  socket,
  head,
}: Pick<ForwardRequest, 'request' | 'socket' | 'head'>): Promise<Duplex> {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim());
  if (!offered.includes(TUNNEL))
    throw badRequest(
      `unable to negotiate protocol: client supports [${offered.join(' ')}], server accepts [${TUNNEL}]`,
    );
  const { WebSocketServer, createWebSocketStream } = await import('ws');
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  // By the book a protocol's name has no slash, so the library would refuse kubectl's.
  delete request.headers['sec-websocket-protocol'];
  server.on('headers', (headers) => headers.push(`Sec-WebSocket-Protocol: ${TUNNEL}`));
  return new Promise((resolve) =>
    server.handleUpgrade(request, socket, head, (webSocket) => resolve(createWebSocketStream(webSocket))),
  );
}
