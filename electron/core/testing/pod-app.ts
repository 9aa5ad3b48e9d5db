import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A real server on loopback that stands in a pod; `serve` gets each connection. */
export async function podApp(
  serve: (socket: Socket) => void,
): Promise<{ readonly port: number; readonly close: () => void }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port, // it listens on TCP
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** A local client that keeps what it hears and how it ended. */
export class Client {
  readonly socket: Socket;
  readonly #chunks: Buffer[] = [];
  #end: 'end' | 'reset' | undefined;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    this.socket.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
    this.socket.on('end', () => (this.#end ??= 'end'));
    this.socket.on('error', () => (this.#end ??= 'reset'));
  }

  get heard(): string {
    return Buffer.concat(this.#chunks).toString();
  }

  /** How the other side ended it, once it did. */
  get ended(): 'end' | 'reset' | undefined {
    return this.#end;
  }
}
