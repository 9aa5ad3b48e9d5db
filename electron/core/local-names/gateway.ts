import { createServer as createHttp, ServerResponse, type IncomingMessage } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, createSecureContext, type SecureContext } from 'node:tls';
import { failure, type Failure } from '../../../shared/failure.ts';
import type { ServicePort, ServiceRow } from '../../../shared/model/service.ts';
import type { Clock } from '../clock.ts';
import type { OnDemand } from '../forward/many/on-demand.ts';
import { schemeOf } from '../forward/scheme.ts';
import type { Loopback } from '../loopback.ts';
import { makeCertificate } from '../self-signed.ts';
import { firstFree } from './first-free.ts';
import { readHost, type Known } from './gateway-host.ts';
import { assign, passOn, passOnUpgrade, type Upstream } from './http-proxy.ts';
import { failurePage, indexPage, sendPage, type Asked } from './pages.ts';
import { SocketPairs } from './socket-pairs.ts';

/** The first byte of a TLS connection: a handshake record. */
const TLS_HANDSHAKE = 0x16;
/** Certificates that are kept; a browser asks for the same few hosts again and again. */
const CERTIFICATES = 200;

export interface GatewayOptions {
  readonly clock: Clock;
  readonly onDemand: OnDemand;
  readonly known: () => Known;
}

/** One local port for the web pages of all Services, told apart by their host names, over HTTP and HTTPS alike. */
export class Gateway {
  readonly port: number;
  readonly #options: GatewayOptions;
  readonly #listener: Loopback<Server>;
  readonly #pairs: SocketPairs;
  readonly #sockets = new Set<Socket>();
  readonly #certificates = new Map<string, SecureContext>();
  readonly #http = createHttp({ requestTimeout: 0 });
  readonly #https = createHttps({
    requestTimeout: 0,
    SNICallback: (host, give) => give(null, this.#certificate(host)),
    ...makeCertificate(Date.now()),
  });

  private constructor(options: GatewayOptions, listener: Loopback<Server>, pairs: SocketPairs) {
    this.#options = options;
    this.#listener = listener;
    this.#pairs = pairs;
    this.port = listener.port;
    for (const [server, proto] of [
      [this.#http, 'http'],
      [this.#https, 'https'],
    ] as const) {
      server.on('request', (incoming, outgoing) => {
        this.#serve(incoming, outgoing, this.#asked(incoming, proto)).catch(() => outgoing.destroy());
      });
      server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
        this.#upgrade(incoming, { socket, head }, this.#asked(incoming, proto)).catch(() => socket.destroy());
      });
    }
    for (const server of listener.servers) server.on('connection', (socket: Socket) => this.#accept(socket));
  }

  /** Listens on the first of `ports` that is free; rejects with why the first one is not. */
  static async open(ports: readonly number[], options: GatewayOptions): Promise<Gateway> {
    const pairs = await SocketPairs.open();
    try {
      return new Gateway(options, await firstFree(ports, createListener), pairs);
    } catch (error) {
      pairs.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#pairs.close();
    await Promise.all(this.#listener.servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }

  #asked({ headers }: IncomingMessage, proto: Asked['proto']): Asked {
    const locale = headers['accept-language']?.startsWith('ko') ? 'ko' : 'en';
    return { proto, port: this.port, locale };
  }

  /** HTTP or HTTPS is told by the first byte. */
  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => this.#sockets.delete(socket));
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      (first[0] === TLS_HANDSHAKE ? this.#https : this.#http).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse, asked: Asked): Promise<void> {
    const upstream = await this.#route(incoming, outgoing, asked);
    if (upstream) passOn(incoming, outgoing, upstream);
  }

  async #upgrade(
    incoming: IncomingMessage,
    client: { readonly socket: Duplex; readonly head: Buffer },
    asked: Asked,
  ): Promise<void> {
    const outgoing = new ServerResponse(incoming);
    const upstream = await this.#route(incoming, outgoing, asked);
    if (upstream) passOnUpgrade(incoming, client, upstream);
    else assign(outgoing, client.socket);
  }

  /** The app that a request is for; undefined when it was answered here. */
  async #route(incoming: IncomingMessage, outgoing: ServerResponse, asked: Asked): Promise<Upstream | undefined> {
    const known = this.#options.known();
    const answer = readHost(incoming.headers.host ?? '', known);
    if (answer.kind === 'index') sendPage(outgoing, 200, indexPage(known, asked));
    else if (answer.kind === 'refused') {
      const status = answer.failure.code === 'gateway-host' ? 421 : 404;
      sendPage(outgoing, status, failurePage(answer.failure, answer.near, asked));
    } else return this.#connect(answer, asked);
    return undefined;
  }

  async #connect(
    { row, port }: { readonly row: ServiceRow; readonly port: ServicePort },
    asked: Asked,
  ): Promise<Upstream> {
    const { context, namespace, name } = row;
    const spec = { context, namespace, name, port: port.port };
    const [near, far] = await this.#pairs.pair();
    this.#options.onDemand.carry(spec, far);
    const onFailed = (outgoing: ServerResponse): void => {
      const reason = this.#options.onDemand.lastFailure(spec) ?? noAnswer(row, port);
      sendPage(outgoing, 502, failurePage(reason, [], asked));
    };
    // Its certificate is for other names than ours; the way to the Pod is the API server's connection anyway.
    const socket =
      schemeOf(port) === 'https'
        ? connectTls({ socket: near, servername: `${name}.${namespace}.svc`, rejectUnauthorized: false })
        : near;
    return { socket, proto: asked.proto, onFailed };
  }

  #certificate(host: string): SecureContext {
    const known = this.#certificates.get(host);
    if (known) return known;
    const made = createSecureContext(makeCertificate(this.#options.clock.now(), host));
    if (this.#certificates.size >= CERTIFICATES) this.#certificates.clear();
    this.#certificates.set(host, made);
    return made;
  }
}

function noAnswer({ namespace, name }: ServiceRow, { port }: ServicePort): Failure {
  return failure('gateway-no-answer', { service: `${namespace}/${name}`, port });
}

function createListener(): Server {
  return createServer({ noDelay: true }).on('error', () => undefined);
}
