import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { statusOf, type App } from './app.ts';
import { page, plainAnswer, type PageFacts } from './page.ts';

/** What the HTTP server asks of the pod that a connection leads to. */
export interface Tenant {
  readonly app: () => App;
  /** Counts one more answer. */
  readonly answer: () => PageFacts;
  readonly log: (line: string) => void;
  readonly now: () => number;
}

/** One HTTP server for all pods, without a socket: connections are handed to it, each with the pod that it leads to. */
export class AppServer {
  readonly #tenants = new WeakMap<object, Tenant>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const tenant = this.#tenants.get(request.socket);
      if (tenant) serve(tenant, request, response);
      else response.destroy();
    });
  }

  take(connection: Duplex, tenant: Tenant): void {
    this.#tenants.set(connection, tenant);
    this.#server.emit('connection', connection);
  }
}

function serve(tenant: Tenant, request: IncomingMessage, response: ServerResponse): void {
  const { method = 'GET', url = '/' } = request;
  request.resume();
  const [path = ''] = url.split('?');
  const status = statusOf(path, tenant.app());
  const isPage = path === '/';
  const facts = isPage ? tenant.answer() : undefined;
  const isHtml = request.headers.accept?.includes('text/html') === true;
  const body = facts ? (isHtml ? page(facts) : plainAnswer(facts)) : `${words(status)}\n`;
  const size = Buffer.byteLength(body);
  response.writeHead(status, {
    'content-type': `text/${facts && isHtml ? 'html' : 'plain'}; charset=utf-8`,
    'content-length': size,
    'cache-control': 'no-store',
    // A browser that kept its connection would keep its pod: the next load is to be balanced anew.
    connection: 'close',
  });
  response.end(method === 'HEAD' ? undefined : body);
  tenant.log(
    `127.0.0.1 - - [${logTime(tenant.now())}] "${method} ${url} HTTP/${request.httpVersion}" ${status} ${size}`,
  );
}

function words(status: number): string {
  if (status === 200) return 'ok';
  return status === 404 ? 'not found' : 'not healthy';
}

/** `21/Nov/2026:10:22:18 +0000`, as web servers write it. */
function logTime(now: number): string {
  const [, day = '', month = '', year = '', time = ''] = new Date(now).toUTCString().split(/,? /);
  return `${day}/${month}/${year}:${time} +0000`;
}

/** For ports that don't speak HTTP: says who it is, then says everything again. */
export function echo(connection: Duplex, greeting: string): void {
  connection.write(greeting);
  connection.pipe(connection);
}
