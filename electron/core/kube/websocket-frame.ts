/** WebSocket frames (RFC 6455, 5.2), the client's side: what it writes, and what it reads of a server. */
export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
const finBit = 0x80;
const maskBit = 0x80;
const maxControl = 125;

/** What stands before a WebSocket frame's payload. */
export interface FrameHeader {
  readonly opcode: number;
  /** Where the payload begins. */
  readonly start: number;
  /** The payload's, in bytes; NaN where the frame is masked, as no server's is. */
  readonly length: number;
}

/** The header of the server's frame at the beginning of `bytes`, undefined if some of it is missing. */
export function frameHeader(bytes: Buffer): FrameHeader | undefined {
  if (bytes.length < 2) return undefined;
  const opcode = bytes.readUInt8(0) & 0x0f;
  const short = bytes.readUInt8(1);
  const start = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (bytes.length < start) return undefined;
  if (short > 127) return { opcode, start, length: NaN };
  const length = start === 10 ? Number(bytes.readBigUInt64BE(2)) : start === 4 ? bytes.readUInt16BE(2) : short;
  return { opcode, start, length };
}

/**
 * The header of a client's frame, which is a message of its own; `length` bytes of payload have to follow it. The mask is
 * all zeros, which leaves bytes as they are: a mask protects caches between that could take a page's bytes for HTTP, and
 * what is sent here comes from no page.
 */
export function clientHeader(opcode: number, length: number): Buffer {
  const extra = length > 0xffff ? 8 : length > maxControl ? 2 : 0;
  const bytes = Buffer.alloc(2 + extra + 4);
  bytes[0] = finBit | opcode;
  bytes[1] = maskBit | (extra === 8 ? 127 : extra === 2 ? 126 : length);
  if (extra === 8) bytes.writeBigUInt64BE(BigInt(length), 2);
  if (extra === 2) bytes.writeUInt16BE(length, 2);
  return bytes;
}

/** What a server may say. A message's payload comes in pieces as they arrive, never assembled. */
export interface FrameHandlers {
  /** `first` where a message begins, which no empty one is told of. */
  piece(bytes: Buffer, first: boolean): void;
  ping(payload: Buffer): void;
  close(): void;
}

/** Takes a server's bytes as they come, cut anywhere. Throws on what is not a WebSocket with binary messages. */
export class FrameReader {
  readonly #handlers: FrameHandlers;
  /** A frame's header, or a control frame as a whole, that has not come to its end. */
  #partial: Buffer = Buffer.alloc(0);
  /** What of a message's frame has not come yet. */
  #left = 0;
  #first = false;

  constructor(handlers: FrameHandlers) {
    this.#handlers = handlers;
  }

  push(chunk: Buffer): void {
    let rest = this.#partial.length > 0 ? Buffer.concat([this.#partial, chunk]) : chunk;
    this.#partial = Buffer.alloc(0);
    while (rest.length > 0) {
      if (this.#left > 0) {
        const piece = rest.subarray(0, this.#left);
        this.#left -= piece.length;
        rest = rest.subarray(piece.length);
        const first = this.#first;
        this.#first = false;
        this.#handlers.piece(piece, first);
        continue;
      }
      const read = this.#frame(rest);
      if (read === undefined) {
        this.#partial = rest;
        return;
      }
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
    if (
      !known.includes(opcode) ||
      opcode === opcodes.text ||
      Number.isNaN(length) ||
      (isControl && length > maxControl)
    )
      throw new Error('not a WebSocket with binary messages');
    if (!isControl) {
      this.#left = length;
      if (opcode === opcodes.binary) this.#first = true;
      return start;
    }
    if (bytes.length < start + length) return undefined;
    if (opcode === opcodes.ping) this.#handlers.ping(bytes.subarray(start, start + length));
    if (opcode === opcodes.close) this.#handlers.close();
    return start + length;
  }
}
