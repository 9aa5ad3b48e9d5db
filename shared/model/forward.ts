import type { Keyed } from '../change.ts';
import type { Failure } from '../failure.ts';
import type { BalanceWishes, PolicyName } from './balance.ts';
import type { HttpWishes } from './http.ts';
import type { KubeProxy } from './kube-proxy.ts';
import type { ServiceRef } from './service.ts';

/** All of a forward that can be changed while it runs. */
export interface ForwardWishes extends BalanceWishes, HttpWishes {
  /** The local port is kept and turns new connections away; those that there are go on. */
  readonly paused?: boolean;
}

/** What to forward: a Service port, the local port to listen on (chosen when left out), and how to balance. */
export interface ForwardSpec extends ServiceRef, ForwardWishes {
  /** The Service's `port`, not its targetPort. */
  readonly port: number;
  readonly localPort?: number;
  /** A loopback address of its own, such as 127.0.0.2, so that several forwards have one port; else 127.0.0.1 and ::1. */
  readonly address?: string;
}

/**
 * `starting`: the local port is being opened. `listening`: open, endpoints ready. `holding`: open, but no endpoint
 * is ready (or the API does not answer): connections wait a bounded time. `paused`: open, and new connections are
 * turned away because a person said so. `failed`: the port could not be opened, or can never be forwarded. Whether bytes flow is told by the counters, not by the state.
 */
export type ForwardState =
  | { readonly state: 'starting' }
  | { readonly state: 'listening' }
  | { readonly state: 'holding'; readonly failure: Failure }
  | { readonly state: 'paused' }
  | { readonly state: 'failed'; readonly failure: Failure };

/** What one endpoint got of a forward's connections. */
export interface ForwardEndpoint {
  readonly key: string;
  readonly pod: string;
  readonly address: string;
  readonly port: number;
  readonly node?: string;
  readonly zone?: string;
  /**
   * `draining`: terminating, keeps the connections that it has. `aside`: ready, and gets no new connection because of
   * what was said by hand, or of the node that the client is thought to be on.
   */
  readonly state: 'ready' | 'not-ready' | 'draining' | 'aside';
  readonly weight: number;
  readonly hand?: 'drained' | 'pinned';
  readonly live: number;
  readonly total: number;
  /** Connections that it could not be reached for, or broke; why the last one did, until one succeeds. */
  readonly failed: number;
  readonly lastFailure?: Failure;
  /** The median of the last minute's times to the first byte, in ms. */
  readonly p50?: number;
}

/** Something that happened to a forward, newest last. `at` in ms of the epoch. */
export interface ForwardEntry {
  readonly at: number;
  readonly kind: 'listening' | 'joined' | 'left' | 'failed' | 'holding' | 'paused' | 'balanced';
  readonly pod?: string;
  readonly policy?: PolicyName;
  readonly failure?: Failure;
}

/** `wanted` is another port where that one is privileged or was not free; `taken` says why not, of the first one tried. */
export interface LocalPort {
  readonly port: number;
  readonly addresses: readonly string[];
  readonly wanted: number;
  readonly taken?: Failure;
}

/**
 * How connections get through to the Pods: bare SPDY, or SPDY within a WebSocket, or a WebSocket for each connection; and
 * why the first was refused.
 */
export type ForwardProtocol =
  { readonly name: 'spdy' } | { readonly name: 'websocket' | 'legacy'; readonly reason: Failure };

export interface ForwardView extends Keyed {
  readonly spec: ForwardSpec;
  readonly state: ForwardState;
  /** The port it listens on, once it does. */
  readonly local?: LocalPort;
  /** `http` or `https` where the port's name or appProtocol tells, for a URL to open. */
  readonly scheme?: 'http' | 'https';
  /** Requests are balanced one by one, and counted where else connections are. */
  readonly http?: boolean;
  /** How new connections are spread now: what `spec.balance` means for the Service as it is. */
  readonly policy: PolicyName;
  /** What is known of kube-proxy, while connections are spread as it does. */
  readonly kubeProxy?: KubeProxy;
  readonly connections: {
    readonly live: number;
    readonly waiting: number;
    readonly total: number;
    readonly failed: number;
  };
  /** Known once a connection has needed it. */
  readonly protocol?: ForwardProtocol;
  /** Bytes since the start: `in` from the Pods to the local client, `out` the other way. */
  readonly bytes: { readonly in: number; readonly out: number };
  /** Connections that were answered since the start, and how long the last seconds' took to the first byte, in ms. */
  readonly answers: { readonly total: number; readonly p50?: number; readonly p90?: number };
  readonly endpoints: readonly ForwardEndpoint[];
  readonly log: readonly ForwardEntry[];
  /** Why the last connection failed, until one succeeds. */
  readonly lastFailure?: Failure;
}
