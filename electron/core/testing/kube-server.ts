import { createServer as createHttp } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ServerOptions } from 'node:https';

/** A small real server that answers as the test says. */
export interface KubeServer {
  readonly port: number;
  /** Its address by IP. */
  readonly url: string;
  readonly server: Server;
  /** How many connections it has taken so far. */
  readonly connections: number;
  close(): Promise<void>;
}

/** Listens on a free loopback port: with TLS if there are options for it, else without. */
export async function startKubeServer(answer: RequestListener, tls?: ServerOptions): Promise<KubeServer> {
  const server = tls ? createHttps(tls, answer) : createHttp(answer);
  const sockets = new Set<Duplex>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    port,
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${String(port)}`,
    server,
    get connections() {
      return connections;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
