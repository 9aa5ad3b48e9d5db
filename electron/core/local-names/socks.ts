import { createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import type { OnDemand } from '../forward/many/on-demand.ts';
import type { Loopback } from '../loopback.ts';
import { resolveName, type Names } from './cluster-name.ts';
import { firstFree } from './first-free.ts';
import { readGreeting, readRequest, reply, unwelcome, welcome, type ReplyCode } from './socks-protocol.ts';

/** How long a client may take to say where it wants to go, in ms. */
const HANDSHAKE = 10_000;

export interface SocksOptions {
  readonly clock: Clock;
  readonly onDemand: OnDemand;
  readonly names: () => Names;
}

/** A SOCKS5 proxy to Services by the names and addresses that they have in the cluster, and to nothing else. */
export class Socks {
  readonly port: number;
  readonly #options: SocksOptions;
  readonly #listener: Loopback<Server>;
  readonly #sockets = new Set<Socket>();

  private constructor(options: SocksOptions, listener: Loopback<Server>) {
    this.#options = options;
    this.#listener = listener;
    this.port = listener.port;
    for (const server of listener.servers) server.on('connection', (socket: Socket) => this.#accept(socket));
  }

  /** Listens on the first of `ports` that is free; rejects with why the first one is not. */
  static async open(ports: readonly number[], options: SocksOptions): Promise<Socks> {
    const create = (): Server => createServer({ allowHalfOpen: true, noDelay: true }).on('error', () => undefined);
    return new Socks(options, await firstFree(ports, create));
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(this.#listener.servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }

  #accept(socket: Socket): void {
    const over = new AbortController();
    this.#sockets.add(socket);
    socket
      .on('error', () => undefined)
      .once('close', () => {
        this.#sockets.delete(socket);
        over.abort();
      });
    this.#options.clock.sleep(HANDSHAKE, over.signal).then(
      () => socket.destroy(),
      () => undefined,
    );
    let heard: Buffer = Buffer.alloc(0);
    let isGreeted = false;
    const leave = (): void => {
      over.abort();
      socket.off('data', take).off('end', end);
      socket.pause();
    };
    const refuse = (answer: Buffer): void => {
      leave();
      socket.end(answer);
      socket.resume();
    };
    const end = (): void => {
      leave();
      socket.destroy();
    };
    const take = (chunk: Buffer): void => {
      heard = Buffer.concat([heard, chunk]);
      if (!isGreeted) {
        const greeting = readGreeting(heard);
        if (greeting.kind === 'more') return;
        if (greeting.kind === 'bad' || !greeting.message) return refuse(unwelcome);
        isGreeted = true;
        heard = heard.subarray(greeting.length);
        socket.write(welcome);
      }
      const request = readRequest(heard);
      if (request.kind === 'more') return;
      if (request.kind === 'bad') return refuse(reply(request.reply));
      leave();
      const rest = heard.subarray(request.length);
      if (rest.length > 0) socket.unshift(rest);
      const refusal = this.#carry(socket, request.message);
      if (refusal) refuse(reply(refusal));
    };
    socket.on('data', take).on('end', end);
  }

  /** Hands the connection to a forward; says why not. */
  #carry(socket: Socket, wanted: { readonly host: string; readonly port: number }): ReplyCode | undefined {
    const meant = resolveName(wanted, this.#options.names());
    if (typeof meant === 'string') return meant;
    const { context, namespace, name } = meant.row;
    const pinned = meant.pod === undefined ? {} : { pinned: [meant.pod] };
    socket.write(reply('succeeded'));
    this.#options.onDemand.carry({ context, namespace, name, port: wanted.port, ...pinned }, socket);
    socket.resume();
    return undefined;
  }
}
