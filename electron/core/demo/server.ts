import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';
import { discover, VERSION } from './api/discovery.ts';
import { checkIdentity } from './api/identity.ts';
import { formOf, send, sendError, sendText, writeWarnings, type Exchange } from './api/exchange.ts';
import { serveExec } from './api/exec.ts';
import { serveLogs } from './api/logs.ts';
import { serveCollection, serveObject } from './api/objects.ts';
import { NO_OPENAPI_V2, openApi } from './api/openapi.ts';
import { podOnNode, servePortForward } from './api/port-forward.ts';
import { isReview, serveReview } from './api/reviews.ts';
import { isApiPath, targetOf, unknownPath, wrongMethod } from './api/target.ts';
import { serveWatch } from './api/watch.ts';
import { makeCertificate } from '../self-signed.ts';
import { Faults } from './faults.ts';
import type { Kubelet } from './kubelet.ts';
import { badRequest, StatusError } from '../api-rules/status-error.ts';
import type { Store } from './store.ts';

export interface DemoApiOptions {
  readonly registry: Store;
  readonly kubelet: Kubelet;
  readonly clock: Clock;
  /** Any free one unless told. */
  readonly port?: number;
}

export interface DemoApi {
  /** `https://127.0.0.1:PORT` */
  readonly url: string;
  /** The certificate that signs the server's own. */
  readonly ca: string;
  readonly token: string;
  readonly faults: Faults;
  close(): Promise<void>;
}

/** Serves a store as an API server does, on loopback, to whoever knows the token. */
export async function startDemoApi(options: DemoApiOptions): Promise<DemoApi> {
  const api = new ApiServer(options);
  await api.listen(options.port ?? 0);
  return api;
}

const TOKEN_BYTES = 24;
const ENDPOINTS_WARNING = 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';

class ApiServer implements DemoApi {
  readonly token: string;
  readonly ca: string;
  readonly faults: Faults;
  readonly #options: DemoApiOptions;
  readonly #server: Server;
  readonly #life = new AbortController();
  #port = 0;

  constructor(options: DemoApiOptions) {
    this.#options = options;
    this.token = randomBytes(TOKEN_BYTES).toString('base64url');
    this.faults = new Faults(options.clock);
    const { key, cert } = makeCertificate(Date.now());
    this.ca = cert;
    this.#server = createServer({ key, cert, keepAliveTimeout: 60_000 }, (request, response) => {
      this.#serve(request, response).catch((error: unknown) => sendError(response, error));
    });
    this.#server.on('connection', (socket: Socket) => this.faults.connect(socket));
    this.#server.on('upgrade', (request, socket, head) => {
      this.#upgrade(request, socket, head).catch((error: unknown) => refuseUpgrade(socket, error));
    });
    this.faults.onCut((isCut) => (isCut ? this.#stopListening() : this.listen(this.#port)));
  }

  get url(): string {
    return `https://127.0.0.1:${this.#port}`;
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    this.#port = (this.#server.address() as AddressInfo).port; // it listens on TCP
  }

  async close(): Promise<void> {
    this.#life.abort(new Error('the demo cluster is closed'));
    const closed = this.#stopListening();
    this.faults.dropConnections();
    await closed;
  }

  #stopListening(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (await this.faults.befall(request, response)) return;
    const url = new URL(request.url ?? '/', this.url);
    checkIdentity(request, url, this.token);
    const accept = request.headers.accept ?? '';
    const path = url.pathname;
    if (path === '/version') {
      sendText(response, { type: 'application/json', text: JSON.stringify(VERSION) });
      return;
    }
    if (/^\/(healthz|livez|readyz)(\/|$)/.test(path)) {
      sendText(response, { text: 'ok' });
      return;
    }
    if (path === '/openapi/v2') {
      sendText(response, NO_OPENAPI_V2);
      return;
    }
    const document = discover(path, { accept, server: `127.0.0.1:${this.#port}` }) ?? openApi(path);
    if (document) {
      if (request.method !== 'GET') throw wrongMethod();
      const isAggregated = accept.includes('as=APIGroupDiscoveryList') && /^\/apis?$/.test(path);
      const suffix = isAggregated ? ';g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' : '';
      sendText(response, { type: `application/json${suffix}`, text: JSON.stringify(document) });
      return;
    }
    return this.#serveResource({ request, response, url });
  }

  async #serveResource({
    request,
    response,
    url,
  }: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly url: URL;
  }): Promise<void> {
    const { registry: store, kubelet, clock } = this.#options;
    const isTablePossible = request.method === 'GET';
    const exchange: Exchange = {
      request,
      response,
      path: url.pathname,
      query: url.searchParams,
      store,
      kubelet,
      clock,
      form: formOf(request.headers.accept, isTablePossible),
      warnings: [],
    };
    try {
      await this.#answer(exchange);
    } catch (error) {
      if (!response.headersSent) writeWarnings(exchange);
      throw error;
    }
  }

  async #answer(exchange: Exchange): Promise<void> {
    const { request, response, path, query, store } = exchange;
    if (isReview(path)) {
      send(exchange, await serveReview(exchange));
      return;
    }
    const target = targetOf(path);
    if (!target) {
      if (isApiPath(path)) throw unknownPath();
      sendText(response, { code: 404, text: '404 page not found\n' });
      return;
    }
    const { resource, namespace, name, subresource } = target;
    if (resource.kind === 'Endpoints') exchange.warnings.push(ENDPOINTS_WARNING);
    if (subresource === 'log') {
      serveLogs(exchange, target);
      return;
    }
    if (subresource === 'portforward' || subresource === 'exec') {
      if (!['GET', 'POST'].includes(request.method ?? '')) throw wrongMethod();
      podOnNode(store, target);
      throw badRequest('Upgrade request required');
    }
    const isWatch = target.isWatch === true || !['', '0', 'false'].includes(query.get('watch') ?? '');
    if (request.method === 'GET' && isWatch && name === undefined)
      return serveWatch(exchange, { resource, namespace }, this.#life.signal);
    const serve = name === undefined ? serveCollection : serveObject;
    send(exchange, await serve(exchange, target));
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => undefined);
    const url = new URL(request.url ?? '/', this.url);
    checkIdentity(request, url, this.token);
    const target = targetOf(url.pathname);
    const { registry: store, kubelet } = this.#options;
    if (target?.subresource === 'portforward')
      await servePortForward({ request, socket, head, target, store, kubelet });
    else if (target?.subresource === 'exec') await serveExec({ request, socket, head, target, store, kubelet });
    else throw unknownPath();
  }
}

function refuseUpgrade(socket: Duplex, error: unknown): void {
  const status = error instanceof StatusError ? error : new StatusError({ code: 500, message: String(error) });
  const body = JSON.stringify(status.body);
  socket.end(
    `HTTP/1.1 ${status.code} Refused\r\nContent-Type: application/json\r\nConnection: close\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
