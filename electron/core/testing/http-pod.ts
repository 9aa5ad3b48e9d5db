import { Agent, createServer, request, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { ForwardSandbox } from './forward-sandbox.ts';

/** Puts an HTTP app behind a pod; the server is returned for what a listener cannot say. */
export async function httpPod(box: ForwardSandbox, name: string, listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  await box.pod(name, (socket) => {
    server.emit('connection', socket);
  });
  return server;
}

/** Puts an HTTP app that says its pod's name and how often it was asked on this connection, behind each pod. */
export async function namedHttpPods(box: ForwardSandbox, ...names: string[]): Promise<void> {
  for (const name of names) await httpPod(box, name, (_request, response) => response.end(name));
  box.target.set(names);
}

/** One connection that is kept for all requests of a test. */
export function oneConnection(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 1 });
}

export interface Asked {
  readonly agent?: Agent;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer;
}

export interface Told {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly trailers: NodeJS.Dict<string>;
  readonly body: string;
}

/** The answer to a request to a local port; rejects when it breaks off. */
export function told(port: number, { agent, body, ...asked }: Asked = {}): Promise<Told> {
  return new Promise((resolve, reject) => {
    const out = request({ host: '127.0.0.1', port, agent: agent ?? false, ...asked }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      answer.on('end', () => {
        const { statusCode = 0, headers, trailers } = answer;
        resolve({ status: statusCode, headers, trailers, body: Buffer.concat(chunks).toString() });
      });
    });
    out.on('error', reject).end(body);
  });
}
