import { createServer, request as requestHttp } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect, createServer as createTcp } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** A real proxy on loopback that writes down where it was asked to lead. */
export interface Proxy {
  readonly port: number;
  /** `host:port` of each tunnel or request so far. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export interface HttpProxyOptions {
  /** `user:password` that it wants to hear. */
  readonly credentials?: string;
  /** Answers each CONNECT with this status. */
  readonly status?: number;
  /** Where it really leads, for names that only the proxy knows. */
  readonly leadTo?: number;
}

/** Tunnels by CONNECT, and passes plain requests on. */
export async function startHttpProxy({ credentials, status, leadTo }: HttpProxyOptions = {}): Promise<Proxy> {
  const asked: string[] = [];
  const expected = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
  const refuses = (request: IncomingMessage): number | undefined =>
    expected !== undefined && request.headers['proxy-authorization'] !== expected ? 407 : status;
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '');
    asked.push(url.host);
    const refusal = refuses(request);
    if (refusal !== undefined) {
      response.writeHead(refusal).end();
      return;
    }
    const { method, headers } = request;
    const [host, port] = leadTo === undefined ? [url.hostname, url.port] : ['127.0.0.1', leadTo];
    const onward = requestHttp({ host, port, path: `${url.pathname}${url.search}`, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push(request.url ?? '');
    const refusal = refuses(request);
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${String(refusal)} Refused\r\n\r\n`);
      return;
    }
    const [host = '', port] = (request.url ?? '').split(/:(?=\d+$)/);
    const onward = connect(leadTo ?? Number(port), leadTo === undefined ? host : '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      join(socket, onward);
    });
    onward.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    socket.on('error', () => onward.destroy());
  });
  return listen(server, asked);
}

/** SOCKS5 without a password, for names and IPv4 addresses (RFC 1928). */
export async function startSocksProxy(leadTo?: number): Promise<Proxy> {
  const asked: string[] = [];
  const server = createTcp((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => {
      socket.write(Buffer.from([5, 0]));
      socket.once('data', (request: Buffer) => {
        const isName = request[3] === 3;
        const end = isName ? 5 + (request[4] ?? 0) : 8;
        const host = isName ? request.toString('latin1', 5, end) : [...request.subarray(4, 8)].join('.');
        const port = request.readUInt16BE(end);
        asked.push(`${host}:${String(port)}`);
        const onward = connect(leadTo ?? port, leadTo === undefined ? host : '127.0.0.1', () => {
          socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
          join(socket, onward);
        });
        onward.on('error', () => socket.end(Buffer.from([5, 5, 0, 1, 0, 0, 0, 0, 0, 0])));
      });
    });
  });
  return listen(server, asked);
}

function join(one: Socket, other: Socket): void {
  one.pipe(other);
  other.pipe(one);
  one.on('close', () => other.destroy());
  other.on('close', () => one.destroy());
}

async function listen(server: Server, asked: readonly string[]): Promise<Proxy> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    port,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
