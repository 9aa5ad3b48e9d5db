import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clock } from '../core/clock.ts';
import type { Gate } from './gate.ts';

/** Where the page opens its WebSocket. */
const PATH = '/rpc';
/** A peer that is silent for this long after a ping is gone: a closed laptop sends no FIN. In ms. */
const PING_INTERVAL = 15_000;
/** The largest message from a window: its calls are small. */
const MAX_PAYLOAD = 1024 * 1024;
/**
 * The most that may wait for a peer that does not read. Feeds never get near it, as they wait for credit
 * (`core/api/feed.ts`); answers to calls do not wait, and a peer that calls without reading is cut off here.
 */
const MAX_BUFFERED = 64 * 1024 * 1024;

export interface SocketsOptions {
  readonly gate: Gate;
  readonly router: AnyRouter;
  readonly clock: Clock;
}

/** Links windows to the core: each WebSocket is a link of its own, whose end aborts the calls and feeds it opened. */
export class Sockets {
  readonly #gate: Gate;
  readonly #clock: Clock;
  readonly #handler: RPCHandler<object>;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD, perMessageDeflate: false });

  constructor({ gate, router, clock }: SocketsOptions) {
    this.#gate = gate;
    this.#clock = clock;
    this.#handler = new RPCHandler<object>(router);
  }

  /** Takes over an HTTP upgrade, or refuses it. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    if (request.url !== PATH) return refuse(socket, '404 Not Found');
    if (!this.#gate.admitsSocket(request)) return refuse(socket, '403 Forbidden');
    this.#server.handleUpgrade(request, socket, head, (peer) => this.#link(peer));
  }

  close(): void {
    for (const peer of this.#server.clients) peer.terminate();
    this.#server.close();
  }

  #link(peer: WebSocket): void {
    const ended = new AbortController();
    peer.on('close', () => ended.abort());
    peer.on('error', () => peer.terminate());
    this.#watch(peer, ended.signal).catch(() => peer.terminate());
    const bounded: Pick<WebSocket, 'addEventListener' | 'send'> = {
      addEventListener: peer.addEventListener.bind(peer),
      send: (data: string | Buffer) => {
        if (peer.bufferedAmount > MAX_BUFFERED) peer.terminate();
        else peer.send(data);
      },
    };
    this.#handler.upgrade(bounded).catch(() => peer.terminate());
  }

  /** Pings until the link ends, and ends it when the other side no longer answers. */
  async #watch(peer: WebSocket, signal: AbortSignal): Promise<void> {
    let answered = true;
    peer.on('pong', () => (answered = true));
    while (answered) {
      answered = false;
      peer.ping();
      await this.#clock.sleep(PING_INTERVAL, signal);
    }
    peer.terminate();
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
