/**
 * SPDY/3.1 on the wire, as far as port-forwards need it. Big endian.
 *
 *   control  0x8003 type(2) | flags(1) length(3) | body      data  streamId(4) | flags(1) length(3) | payload
 *
 * The server's framer gives up on control types that it does not know: only those below are ever sent.
 */
const types = { synStream: 1, synReply: 2, rstStream: 3, ping: 6, goAway: 7 } as const;
const controlBit = 0x8000;
const version = 3;
const headerLength = 8;
const finFlag = 1;
export const maxDataLength = 0xffffff;
/** RST_STREAM's status for "no longer wanted". */
export const cancel = 5;

/** What a server may say. `data` comes in pieces as they arrive, never assembled: frames can be 16 MiB long. */
export interface FrameHandlers {
  reply(streamId: number): void;
  data(streamId: number, piece: Buffer): void;
  end(streamId: number): void;
  reset(streamId: number, status: number): void;
  ping(id: number): void;
  goAway(): void;
}

/** An empty stored block. */
const flush = [0, 0, 0, 0xff, 0xff];

/** Header blocks of one direction of one connection: together they are one zlib stream. */
export class HeaderBlockEncoder {
  #begun = false;

  /**
   * As a stored (uncompressed) deflate block: valid zlib without a compressor, and a dictionary never comes into play.
   * The empty block behind it is what makes the server's decoder hand out the headers at once.
   */
  encode(headers: Readonly<Record<string, string>>): Buffer {
    const texts = Object.entries(headers).flat();
    const length = texts.reduce((sum, text) => sum + 4 + Buffer.byteLength(text), 4);
    const prefix = this.#begun ? [] : [0x78, 0x01];
    this.#begun = true;
    const bytes = Buffer.allocUnsafe(prefix.length + 5 + length + flush.length);
    bytes.set(prefix);
    let at = bytes.writeUInt8(0, prefix.length);
    at = bytes.writeUInt16LE(length, at);
    at = bytes.writeUInt16LE(0xffff ^ length, at);
    at = bytes.writeUInt32BE(texts.length / 2, at);
    for (const text of texts) {
      const written = bytes.write(text, at + 4);
      at = bytes.writeUInt32BE(written, at) + written;
    }
    bytes.set(flush, at);
    return bytes;
  }
}

export function synStream(streamId: number, { block, fin }: { readonly block: Buffer; readonly fin: boolean }): Buffer {
  const noPriority = Buffer.alloc(2);
  return control(types.synStream, { fin, body: [uint32(streamId), uint32(0), noPriority, block] });
}

/** What a server answers to SYN_STREAM. */
export function synReply(streamId: number, block: Buffer): Buffer {
  return control(types.synReply, { body: [uint32(streamId), block] });
}

export function rstStream(streamId: number, status: number): Buffer {
  return control(types.rstStream, { body: [uint32(streamId), uint32(status)] });
}

export function ping(id: number): Buffer {
  return control(types.ping, { body: [uint32(id)] });
}

/** The header of a DATA frame; `length` bytes of payload have to follow it. */
export function dataHeader(
  streamId: number,
  { length, fin }: { readonly length: number; readonly fin: boolean },
): Buffer {
  const header = Buffer.allocUnsafe(headerLength);
  header.writeUInt32BE(streamId);
  header.writeUInt32BE(length, 4);
  header[4] = fin ? finFlag : 0;
  return header;
}

/** Takes the server's bytes as they come, cut anywhere, and tells `handlers` what they mean. Throws on what is not SPDY/3.1. */
export class FrameParser {
  readonly #handlers: FrameHandlers;
  readonly #header = Buffer.alloc(headerLength);
  #headerFilled = 0;
  /** The start of a control frame's body. No frame that matters has more that matters; the rest is skipped unread. */
  readonly #body = Buffer.alloc(8);
  #bodyFilled = 0;
  /** What of the current frame's body has not come yet. */
  #left = 0;

  constructor(handlers: FrameHandlers) {
    this.#handlers = handlers;
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#headerFilled < headerLength) {
        const copied = chunk.copy(this.#header, this.#headerFilled, at);
        this.#headerFilled += copied;
        at += copied;
        if (this.#headerFilled < headerLength) return;
        this.#begin();
      } else {
        const piece = chunk.subarray(at, at + this.#left);
        at += piece.length;
        this.#left -= piece.length;
        this.#take(piece);
      }
      if (this.#left === 0) this.#finish();
    }
  }

  get #isControl(): boolean {
    return this.#header.readUInt16BE() >= controlBit;
  }

  #begin(): void {
    if (this.#isControl && this.#header.readUInt16BE() !== controlBit + version)
      throw new Error(`not SPDY/3.1: frame starts with ${this.#header.toString('hex')}`);
    this.#left = this.#header.readUInt32BE(4) & maxDataLength;
    this.#bodyFilled = 0;
  }

  #take(piece: Buffer): void {
    if (this.#isControl) this.#bodyFilled += piece.copy(this.#body, this.#bodyFilled);
    else this.#handlers.data(this.#header.readUInt32BE(), piece);
  }

  #finish(): void {
    this.#headerFilled = 0;
    const fin = (this.#header.readUInt8(4) & finFlag) !== 0;
    if (this.#isControl) this.#control(fin);
    else if (fin) this.#handlers.end(this.#header.readUInt32BE());
  }

  #control(fin: boolean): void {
    const id = this.#field(0);
    switch (this.#header.readUInt16BE(2)) {
      case types.synReply:
        this.#handlers.reply(id);
        if (fin) this.#handlers.end(id);
        break;
      case types.rstStream:
        this.#handlers.reset(id, this.#field(4));
        break;
      case types.ping:
        this.#handlers.ping(id);
        break;
      case types.goAway:
        this.#handlers.goAway();
        break;
    }
  }

  /** A number of the body; 0 where the body is too short for it. */
  #field(at: number): number {
    return this.#bodyFilled >= at + 4 ? this.#body.readUInt32BE(at) : 0;
  }
}

function control(
  type: number,
  { fin = false, body }: { readonly fin?: boolean; readonly body: readonly Buffer[] },
): Buffer {
  const header = Buffer.alloc(headerLength);
  header.writeUInt16BE(controlBit + version);
  header.writeUInt16BE(type, 2);
  header.writeUInt32BE(
    body.reduce((sum, part) => sum + part.length, 0),
    4,
  );
  header[4] = fin ? finFlag : 0;
  return Buffer.concat([header, ...body]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
