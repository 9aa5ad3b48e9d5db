import { AppError, fail } from '../../../../shared/failure.ts';
import type { ForwardProtocol } from '../../../../shared/model/forward.ts';
import type { Clock } from '../../clock.ts';
import type { KubeApi, KubeRequest, Upgraded } from '../../kube/api.ts';
import { openWebSocket } from '../../kube/websocket.ts';
import { SpdySession } from './session.ts';
import { WebSocketTunnel } from './tunnel.ts';

const PROTOCOL = 'portforward.k8s.io';
const TUNNEL = `SPDY/3.1+${PROTOCOL}`;
const BARE: ForwardProtocol = { name: 'spdy' };

export interface DialOptions {
  readonly api: KubeApi;
  readonly clock: Clock;
  readonly namespace: string;
  readonly pod: string;
  readonly signal: AbortSignal;
}

/** What has worked with an API server, for as long as the connection to its context lasts. */
const known = new WeakMap<KubeApi, ForwardProtocol>();

/** How port-forwards get through to an API server now. */
export function protocolOf(api: KubeApi): ForwardProtocol {
  return known.get(api) ?? BARE;
}

/**
 * Opens a port-forward session with a pod. The app in it hears nothing of that: it is connected to for each stream.
 *
 * Bare SPDY by POST first, which every version serves and RBAC calls `create`; where that is refused, within a WebSocket
 * by GET, for proxies that know no other upgrade and for roles with `get` alone. The port is not part of the request but of each stream.
 */
export async function dialPod(options: DialOptions): Promise<SpdySession> {
  const { api, clock, namespace } = options;
  const pod = `${namespace}/${options.pod}`;
  const session = ({ socket, head }: Upgraded): SpdySession =>
    new SpdySession({ socket, head, clock, server: api.server, pod });
  try {
    if (protocolOf(api).name === 'spdy')
      return session(await bare(options).catch((error: unknown) => next(options, error)));
    return session(await within(options).catch((error: unknown) => again(options, error)));
  } catch (error) {
    if (error instanceof AppError && error.failure.code === 'not-found') throw fail('pod-gone', { pod }, error);
    throw error;
  }
}

/** After bare SPDY was refused: a WebSocket, and if it is refused too, the reason that tells more. */
async function next(options: DialOptions, error: unknown): Promise<Upgraded> {
  if (!isRefusal(error)) throw error;
  let upgraded: Upgraded;
  try {
    upgraded = await within(options);
  } catch (second) {
    throw error.failure.code !== 'forbidden' && isForbidden(second) ? second : error;
  }
  known.set(options.api, { name: 'websocket', reason: error.failure });
  return upgraded;
}

/** After the WebSocket was refused that had worked before: rights change, and so do proxies. */
async function again(options: DialOptions, error: unknown): Promise<Upgraded> {
  if (!isRefusal(error)) throw error;
  const upgraded = await bare(options);
  known.delete(options.api);
  return upgraded;
}

/** Answered, but not with a session: another way of asking may be answered otherwise. */
function isRefusal(error: unknown): error is AppError {
  return error instanceof AppError && ['forbidden', 'server-error', 'not-kubernetes'].includes(error.failure.code);
}

function isForbidden(error: unknown): boolean {
  return error instanceof AppError && error.failure.code === 'forbidden';
}

function bare(options: DialOptions): Promise<Upgraded> {
  const headers = { Upgrade: 'SPDY/3.1', 'X-Stream-Protocol-Version': PROTOCOL };
  return options.api.upgrade({ ...request(options), method: 'POST', verb: 'create', headers });
}

async function within(options: DialOptions): Promise<Upgraded> {
  const asked = { ...request(options), method: 'GET', verb: 'get' } as const;
  const { socket, head, headers } = await openWebSocket(options.api, asked, [TUNNEL]);
  return { socket: new WebSocketTunnel(socket, head), head: Buffer.alloc(0), headers };
}

function request({ namespace, pod, signal }: DialOptions): Omit<KubeRequest, 'verb'> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/portforward`;
  return { path, resource: 'pods/portforward', namespace, signal };
}
