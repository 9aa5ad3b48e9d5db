import { Duplex } from 'node:stream';
import { frameHeader } from '../../kube/websocket-frame.ts';

const opcodes = { continuation: 0, binary: 2, close: 8, ping: 9, pong: 10 } as const;
const finBit = 0x80;
const maskBit = 0x80;
const maxControl = 125;

/**
 * SPDY's bytes as the payload of a WebSocket's binary messages, whose bounds mean nothing. For the client's side, after the
 * handshake. The mask is all zeros, which leaves bytes as they are: a mask protects caches between that could take
 * a page's bytes for HTTP, and what is sent here comes from no page.
 */
export class WebSocketTunnel extends Duplex {
  readonly #socket: Duplex;
  /** A frame's header, or a control frame as a whole, that has not come to its end. */
  #partial: Buffer = Buffer.alloc(0);
  /** What of a message's frame has not come yet. */
  #left = 0;

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

  #send(opcode: number, payload: readonly Buffer[], callback: Parameters<Duplex['_write']>[2]): void {
    const length = payload.reduce((sum, { length: bytes }) => sum + bytes, 0);
    this.#socket.cork();
    this.#socket.write(header(opcode, length));
    const last = payload.length - 1;
    payload.forEach((bytes, index) =>
      index === last ? this.#socket.write(bytes, callback) : this.#socket.write(bytes),
    );
    this.#socket.uncork();
  }

  #take(chunk: Buffer): void {
    let rest = this.#partial.length > 0 ? Buffer.concat([this.#partial, chunk]) : chunk;
    this.#partial = Buffer.alloc(0);
    while (rest.length > 0) {
      if (this.#left > 0) {
        const piece = rest.subarray(0, this.#left);
        this.#left -= piece.length;
        rest = rest.subarray(piece.length);
        if (!this.push(piece)) this.#socket.pause();
        continue;
      }
      const read = this.#frame(rest);
      if (read === undefined) {
        this.#partial = rest;
        return;
      }
      if (this.destroyed) return;
      rest = rest.subarray(read);
    }
  }

  /** Reads a frame's header, and a control frame to its end; tells how many bytes that took, undefined if some are missing. */
  #frame(bytes: Buffer): number | undefined {
    const frame = frameHeader(bytes);
    if (!frame) return undefined;
    const { opcode, start, length } = frame;
    const isControl = opcode >= opcodes.close;
    const known: readonly number[] = Object.values(opcodes);
    if (!known.includes(opcode) || Number.isNaN(length) || (isControl && length > maxControl)) {
      this.destroy(new Error('not a WebSocket with binary messages'));
      return undefined;
    }
    if (!isControl) {
      this.#left = length;
      return start;
    }
    if (bytes.length < start + length) return undefined;
    const payload = bytes.subarray(start, start + length);
    if (opcode === opcodes.ping) this.#send(opcodes.pong, [payload], () => undefined);
    if (opcode === opcodes.close) this.push(null);
    return start + length;
  }
}

/** A client's frame header, its mask included. */
function header(opcode: number, length: number): Buffer {
  const extra = length > 0xffff ? 8 : length > maxControl ? 2 : 0;
  const bytes = Buffer.alloc(2 + extra + 4);
  bytes[0] = finBit | opcode;
  bytes[1] = maskBit | (extra === 8 ? 127 : extra === 2 ? 126 : length);
  if (extra === 8) bytes.writeBigUInt64BE(BigInt(length), 2);
  if (extra === 2) bytes.writeUInt16BE(length, 2);
  return bytes;
}
