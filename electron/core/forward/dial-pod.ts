import { AppError, fail } from '../../../shared/failure.ts';
import type { ForwardProtocol } from '../../../shared/model/forward.ts';
import type { Clock } from '../clock.ts';
import type { KubeApi, KubeRequest, Upgraded } from '../kube/api.ts';
import { openWebSocket } from '../kube/websocket.ts';
import { gateOf } from './dial-gate.ts';
import { LegacySession } from './legacy/legacy-session.ts';
import type { Dialling, PodSession, PodTarget } from './pod-stream.ts';
import { SpdySession } from './spdy/session.ts';
import { WebSocketTunnel } from './spdy/tunnel.ts';

const PROTOCOL = 'portforward.k8s.io';
const TUNNEL = `SPDY/3.1+${PROTOCOL}`;
const LEGACY = 'v4.channel.k8s.io';
/** The ways into a pod, the best first. */
const ladder = ['spdy', 'websocket', 'legacy'] as const;

/** The API server's own words for a node that it does not get through to. */
const troubles: ReadonlySet<unknown> = new Set([500, 503, 504]);

type Rung = (typeof ladder)[number];

export interface DialOptions extends Pick<PodTarget, 'namespace' | 'pod'>, Dialling {
  readonly api: KubeApi;
  readonly clock: Clock;
}

/** What has worked with an API server, for as long as the connection to its context lasts. */
const known = new WeakMap<KubeApi, ForwardProtocol>();

/** How port-forwards get through to an API server now. */
export function protocolOf(api: KubeApi): ForwardProtocol {
  return known.get(api) ?? { name: 'spdy' };
}

/**
 * Opens a port-forward session with a pod.
 *
 * Bare SPDY by POST first, which every version serves and RBAC calls `create`; where that is refused, within a WebSocket
 * by GET, for proxies that know no other upgrade and for roles with `get` alone; where that is refused too, for
 * clusters before 1.30 and gateways that know nothing newer, a WebSocket for each connection. What has worked is tried
 * first the next time. The app hears of a session only in the last case, where the port is part of the request: with
 * SPDY it is connected to for each stream.
 */
export function dialPod(options: DialOptions): Promise<PodSession> {
  return gateOf(options.api, options.clock).through(() => climb(options), options);
}

async function climb(options: DialOptions): Promise<PodSession> {
  const { api } = options;
  const { name } = protocolOf(api);
  const refused = new Map<Rung, AppError>();
  for (const rung of [name, ...ladder.filter((one) => one !== name)]) {
    if (rung === 'legacy' && isInVain(refused)) break;
    try {
      const session = await ways[rung](options);
      remember(api, rung, refused);
      return session;
    } catch (error) {
      if (!isRefusal(error)) throw podError(options, error);
      refused.set(rung, error);
    }
  }
  throw telling(refused);
}

function remember(api: KubeApi, rung: Rung, refused: ReadonlyMap<Rung, AppError>): void {
  const reason = refused.get('spdy')?.failure;
  if (rung === 'spdy') known.delete(api);
  // Where nothing was refused, it is what is known already.
  else if (reason) known.set(api, { name: rung, reason });
}

/** Of several refusals the one that says what to do: a right that is missing, else the best way's. */
function telling(refused: ReadonlyMap<Rung, AppError>): AppError {
  const inOrder = ladder.flatMap((rung) => refused.get(rung) ?? []);
  const [first] = [...inOrder.filter(isForbidden), ...inOrder];
  return first ?? fail('bug', { detail: 'no way was tried' });
}

/** Answered, but not with a session: another way of asking may be answered otherwise. */
function isRefusal(error: unknown): error is AppError {
  return error instanceof AppError && ['forbidden', 'server-error', 'not-kubernetes'].includes(error.failure.code);
}

function isForbidden({ failure }: AppError): boolean {
  return failure.code === 'forbidden';
}

/** No way leads past a missing right, or to a node that is in trouble. */
function isInVain(refused: ReadonlyMap<Rung, AppError>): boolean {
  const refusals = [...refused.values()];
  if (refusals.some(({ failure }) => troubles.has(failure.params['status']))) return true;
  return refusals.length > 0 && refusals.every(isForbidden);
}

function podError({ namespace, pod }: DialOptions, error: unknown): unknown {
  const isGone = error instanceof AppError && error.failure.code === 'not-found';
  return isGone ? fail('pod-gone', { pod: `${namespace}/${pod}` }, error) : error;
}

const ways: Readonly<Record<Rung, (options: DialOptions) => Promise<PodSession>>> = {
  spdy: async (options) => {
    const headers = { Upgrade: 'SPDY/3.1', 'X-Stream-Protocol-Version': PROTOCOL };
    const asked = { ...request(options), method: 'POST', verb: 'create', headers } as const;
    return new SpdySession({ ...named(options), ...(await options.api.upgrade(asked)) });
  },
  websocket: async (options) => {
    const { socket, head } = await openWebSocket(options.api, { ...request(options), ...reading }, [TUNNEL]);
    return new SpdySession({ ...named(options), socket: new WebSocketTunnel(socket, head), head: Buffer.alloc(0) });
  },
  legacy: async (options) => {
    const { path, ...rest } = request(options);
    const connect = (port: number, signal: AbortSignal): Promise<Upgraded> =>
      openWebSocket(options.api, { ...rest, ...reading, path: `${path}?ports=${port}`, signal }, [LEGACY]);
    const first = { port: options.port, upgraded: await connect(options.port, options.signal) };
    const gate = gateOf(options.api, options.clock);
    return new LegacySession({
      ...named(options),
      first,
      connect: (port, signal) => gate.through(() => connect(port, signal), { signal }),
    });
  },
};

/** As messages name them, and the clock. */
function named({ api, clock, namespace, pod }: DialOptions) {
  return { clock, server: api.server, pod: `${namespace}/${pod}` };
}

const reading = { method: 'GET', verb: 'get' } as const;

function request({ namespace, pod, signal }: DialOptions): Omit<KubeRequest, 'verb'> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/portforward`;
  return { path, resource: 'pods/portforward', namespace, signal };
}
