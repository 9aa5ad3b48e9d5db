import { Duplex } from 'node:stream';
import { clientHeader, FrameReader, opcodes } from '../../kube/websocket-frame.ts';

/** SPDY's bytes as the payload of a WebSocket's binary messages, whose bounds mean nothing. After the handshake. */
export class WebSocketTunnel extends Duplex {
  readonly #socket: Duplex;
  readonly #reader = new FrameReader({
    piece: (bytes) => {
      if (!this.push(bytes)) this.#socket.pause();
    },
    ping: (payload) => this.#send(opcodes.pong, [payload], () => undefined),
    close: () => this.push(null),
  });

  constructor(socket: Duplex, head: Buffer) {
    super({ readableHighWaterMark: 64 * 1024 });
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
    if (head.length > 0) this.#take(head);
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(...[chunk, , callback]: Parameters<Duplex['_write']>): void {
    this.#send(opcodes.binary, [chunk as Buffer], callback);
  }

  override _writev(...[chunks, callback]: Parameters<NonNullable<Duplex['_writev']>>): void {
    const payload = chunks.map(({ chunk }) => chunk as Buffer); // strings were decoded on the way in
    this.#send(opcodes.binary, payload, callback);
  }

  override _destroy(...[error, callback]: Parameters<Duplex['_destroy']>): void {
    this.#socket.destroy();
    callback(error);
  }

  #take(chunk: Buffer): void {
    try {
      if (!this.destroyed) this.#reader.push(chunk);
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #send(opcode: number, payload: readonly Buffer[], callback: Parameters<Duplex['_write']>[2]): void {
    const length = payload.reduce((sum, { length: bytes }) => sum + bytes, 0);
    this.#socket.cork();
    this.#socket.write(clientHeader(opcode, length));
    const last = payload.length - 1;
    payload.forEach((bytes, index) =>
      index === last ? this.#socket.write(bytes, callback) : this.#socket.write(bytes),
    );
    this.#socket.uncork();
  }
}
