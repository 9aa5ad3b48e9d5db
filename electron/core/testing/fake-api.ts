import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KindName } from '../kube/kinds.ts';
import { FakeObjects, type FakeChange } from './fake-objects.ts';

/** How one request is answered badly instead of well. */
export type Fault =
  | { readonly t: 'status'; readonly status: number; readonly message?: string }
  | { readonly t: 'html'; readonly status?: number }
  /** No answer, ever. */
  | { readonly t: 'hang' }
  /** The connection is gone before an answer. */
  | { readonly t: 'reset' }
  /** The answer ends in order, as a proxy would end it, but in the middle of a line. */
  | { readonly t: 'cut' };

export interface Attributes {
  readonly verb: string;
  readonly resource: string;
  readonly namespace?: string;
}

interface Refused {
  readonly verb: string;
  readonly resource: string;
  readonly namespace: string | undefined;
}

interface OpenWatch {
  readonly resource: KindName;
  readonly namespace: string | undefined;
  readonly response: ServerResponse;
}

const LOG = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/log$/;
const PATH =
  /^\/apis?\/(?:(?:discovery|networking)\.k8s\.io\/)?v1(?:\/namespaces\/([^/]+)(?=\/))?\/([a-z]+)(?:\/([^/]+))?$/;

/**
 * A small API server on a loopback port: lists in pages, watches with bookmarks and 410, access reviews, and whatever
 * goes wrong between it and its callers. Its objects are changed by `put` and `remove`, and watchers hear of it.
 */
export class FakeApi {
  readonly objects = new FakeObjects();
  /** Every request, as `METHOD /path?query`. */
  readonly requests: string[] = [];
  /** What a Pod has logged, by `namespace/pod`. */
  readonly logs = new Map<string, string>();
  /** Who may do what, asked by access reviews and by lists and watches alike. */
  may: (attributes: Attributes) => boolean = () => true;
  /** Gives a fault for a request, or undefined to answer it well. */
  fault: (request: string) => Fault | undefined = () => undefined;
  /** The most objects in a page, however many are asked for. */
  pageSize = Infinity;
  readonly #watches = new Set<OpenWatch>();
  readonly #server: Server;
  #port = 0;

  private constructor() {
    this.#server = createServer((request, response) => this.#answer(request, response));
    this.objects.subscribe((change) => this.#tell(change));
  }

  static async start(): Promise<FakeApi> {
    const api = new FakeApi();
    await api.resume();
    return api;
  }

  get server(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** How many watches are open now. */
  get watching(): number {
    return this.#watches.size;
  }

  /** Stops as a killed process does; the objects stay. */
  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  /** Listens (again), on the same port once it had one. */
  async resume(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port; // it listens on TCP
  }

  /** Ends all watches in order, as a server does after `timeoutSeconds`. */
  endWatches(): void {
    for (const { response } of this.#watches) response.end();
  }

  /** Cuts all watches, in the middle of a line. */
  cutWatches(): void {
    for (const { response } of this.#watches) {
      response.write(HALF_A_LINE, () => response.destroy());
    }
    this.#watches.clear();
  }

  /** Sends bookmarks to all watches. */
  bookmark(): void {
    const metadata = { resourceVersion: this.objects.version };
    for (const { response } of this.#watches) writeLine(response, { type: 'BOOKMARK', object: { metadata } });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.server);
    const line = `${request.method ?? 'GET'} ${url.pathname}${url.search}`;
    this.requests.push(line);
    const fault = this.fault(line);
    if (fault) return answerBadly(response, fault);
    if (url.pathname === '/version') return answerJson(response, { gitVersion: 'v1.36.3' });
    if (url.pathname.endsWith('/selfsubjectaccessreviews')) {
      this.#review(request, response).catch((error: unknown) => response.destroy(error as Error));
      return;
    }
    const [, of = '', pod = ''] = LOG.exec(url.pathname) ?? [];
    const log = this.logs.get(`${of}/${pod}`);
    if (log !== undefined) return void response.writeHead(200, { 'Content-Type': 'text/plain' }).end(log);
    const [, namespace, resource, name] = PATH.exec(url.pathname) ?? [];
    if (!isKind(resource)) return answerStatus(response, 404, 'the server could not find the requested resource');
    const isWatch = url.searchParams.get('watch') === '1';
    const verb = name !== undefined ? 'get' : isWatch ? 'watch' : 'list';
    if (!this.may({ verb, resource, ...(namespace !== undefined && { namespace }) })) {
      return answerStatus(response, 403, refusal({ verb, resource, namespace }));
    }
    if (name !== undefined) return this.#get(response, resource, `${namespace ?? ''}/${name}`);
    if (isWatch) this.#watch(response, { resource, namespace, from: url.searchParams.get('resourceVersion') ?? '' });
    else this.#list(response, { resource, namespace, query: url.searchParams });
  }

  async #review(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const review = JSON.parse(text) as { spec: { resourceAttributes: Attributes } };
    answerJson(response, { ...review, status: { allowed: this.may(review.spec.resourceAttributes) } });
  }

  #get(response: ServerResponse, resource: KindName, key: string): void {
    const object = this.objects.get(resource, key);
    if (object) answerJson(response, object);
    else answerStatus(response, 404, `${resource} "${key}" not found`);
  }

  #list(
    response: ServerResponse,
    { resource, namespace, query }: { resource: KindName; namespace: string | undefined; query: URLSearchParams },
  ): void {
    const limit = Math.min(this.pageSize, Number(query.get('limit') ?? Infinity));
    const page = this.objects.page({ resource, namespace, limit, token: query.get('continue') ?? undefined });
    if (page) answerJson(response, page);
    else answerStatus(response, 410, 'The provided continue parameter is too old');
  }

  #watch(
    response: ServerResponse,
    { resource, namespace, from }: { resource: KindName; namespace: string | undefined; from: string },
  ): void {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.flushHeaders();
    const missed = this.objects.since(resource, from);
    if (!missed) {
      const status = { kind: 'Status', code: 410, message: `too old resource version: ${from}` };
      writeLine(response, { type: 'ERROR', object: status });
      response.end();
      return;
    }
    const watch = { resource, namespace, response };
    this.#watches.add(watch);
    response.on('close', () => this.#watches.delete(watch));
    for (const change of missed) tellWatch(watch, change);
  }

  #tell(change: FakeChange): void {
    for (const watch of this.#watches) tellWatch(watch, change);
  }
}

/** In the words of a real server. */
function refusal({ verb, resource, namespace }: Refused): string {
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  return `${resource} is forbidden: User "somebody" cannot ${verb} resource "${resource}" in API group "" ${where}`;
}

function tellWatch({ resource, namespace, response }: OpenWatch, change: FakeChange): void {
  if (change.resource !== resource || response.writableEnded) return;
  if (namespace !== undefined && change.object.metadata.namespace !== namespace) return;
  writeLine(response, { type: change.type, object: change.object });
}

function writeLine(response: ServerResponse, line: { readonly type: string; readonly object: unknown }): void {
  response.write(`${JSON.stringify(line)}\n`);
}

function answerJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function answerStatus(response: ServerResponse, code: number, message: string): void {
  answerJson(response, { kind: 'Status', status: 'Failure', code, message }, code);
}

function answerBadly(response: ServerResponse, fault: Fault): void {
  switch (fault.t) {
    case 'status':
      return answerStatus(response, fault.status, fault.message ?? 'no');
    case 'html':
      response
        .writeHead(fault.status ?? 200, { 'Content-Type': 'text/html' })
        .end('<html><title>Sign in</title></html>');
      return;
    case 'hang':
      return;
    case 'reset':
      response.destroy();
      return;
    case 'cut':
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(HALF_A_LINE);
  }
}

const HALF_A_LINE = '{"type":"MODIFIED","object":{"metada';

const KINDS: ReadonlySet<string> = new Set<KindName>([
  'services',
  'endpointslices',
  'pods',
  'events',
  'namespaces',
  'nodes',
]);

function isKind(word: string | undefined): word is KindName {
  return word !== undefined && KINDS.has(word);
}
