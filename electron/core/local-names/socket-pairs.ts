import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * Two connected sockets in one process: what the gateway writes as an HTTP client, a forward carries as it would any
 * connection. They meet on a port that takes nobody else's connections.
 */
export class SocketPairs {
  readonly #server: Server;
  /** Ends that came in, by the port of their other end. */
  readonly #arrived = new Map<number, Socket>();
  readonly #wanted = new Map<number, (socket: Socket) => void>();
  #opening = 0;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket: Socket) => this.#arrive(socket)).on('error', () => undefined);
  }

  static async open(): Promise<SocketPairs> {
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new SocketPairs(server);
  }

  async pair(): Promise<readonly [Socket, Socket]> {
    const { port } = this.#server.address() as AddressInfo; // it listens on TCP
    this.#opening += 1;
    const near = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    try {
      await once(near, 'connect');
      return [near, await this.#other(near.localPort ?? 0)];
    } catch (error) {
      near.destroy();
      throw error;
    } finally {
      this.#opening -= 1;
      if (this.#opening === 0) this.#turnAway();
    }
  }

  close(): void {
    this.#server.close();
    this.#turnAway();
  }

  #arrive(socket: Socket): void {
    const port = socket.remotePort ?? 0;
    const take = this.#wanted.get(port);
    this.#wanted.delete(port);
    if (take) take(socket);
    else if (this.#opening > 0) this.#arrived.set(port, socket);
    else socket.destroy();
  }

  #other(port: number): Promise<Socket> {
    const arrived = this.#arrived.get(port);
    this.#arrived.delete(port);
    if (arrived) return Promise.resolve(arrived);
    return new Promise((resolve) => this.#wanted.set(port, resolve));
  }

  /** Nobody waits for what came in by itself. */
  #turnAway(): void {
    for (const socket of this.#arrived.values()) socket.destroy();
    this.#arrived.clear();
  }
}
