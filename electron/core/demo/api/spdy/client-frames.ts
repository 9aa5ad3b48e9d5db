import { createInflate, type Inflate } from 'node:zlib';
import { dictionary } from './dictionary.ts';

/** What a client says, its data in pieces as they come. */
export type ClientFrame =
  | { readonly t: 'open'; readonly id: number; readonly fin: boolean; readonly headers: ReadonlyMap<string, string> }
  | { readonly t: 'data'; readonly id: number; readonly piece: Buffer }
  | { readonly t: 'end'; readonly id: number }
  | { readonly t: 'reset'; readonly id: number }
  | { readonly t: 'ping'; readonly id: number };

const HEADER = 8;
/** No header block of a port-forward is near that long. */
const LONGEST_CONTROL = 64 * 1024;

/** Takes the frames off a client's bytes, cut anywhere. Header blocks are one zlib stream, so they are read in order. */
export class ClientFrames {
  // What is wrong with a block, its own write says.
  readonly #inflate: Inflate = createInflate({ dictionary }).on('error', () => undefined);
  #buffered: Buffer = Buffer.alloc(0);
  /** What of a data frame has not come yet. */
  #data: { readonly id: number; readonly fin: boolean; left: number } | undefined;

  async *read(chunk: Buffer): AsyncGenerator<ClientFrame> {
    this.#buffered = this.#buffered.length === 0 ? chunk : Buffer.concat([this.#buffered, chunk]);
    for (;;) {
      if (this.#data) {
        if (this.#buffered.length === 0 && this.#data.left > 0) return;
        yield* this.#takeData(this.#data);
        if (this.#data.left > 0) return;
        this.#data = undefined;
      }
      if (this.#buffered.length < HEADER) return;
      const length = this.#buffered.readUInt32BE(4) & 0xffffff;
      const fin = (this.#buffered.readUInt8(4) & 1) === 1;
      const word = this.#buffered.readUInt32BE(0);
      if (word < 0x80000000) {
        this.#buffered = this.#buffered.subarray(HEADER);
        this.#data = { id: word, fin, left: length };
      } else {
        if (word >>> 16 !== 0x8003 || length > LONGEST_CONTROL) throw new Error('not SPDY/3.1');
        if (this.#buffered.length < HEADER + length) return;
        const body = this.#buffered.subarray(HEADER, HEADER + length);
        this.#buffered = this.#buffered.subarray(HEADER + length);
        const frame = await this.#control(word & 0xffff, { body, fin });
        if (frame) yield frame;
      }
    }
  }

  close(): void {
    this.#inflate.close();
  }

  *#takeData(data: { readonly id: number; readonly fin: boolean; left: number }): Generator<ClientFrame> {
    const piece = this.#buffered.subarray(0, data.left);
    this.#buffered = this.#buffered.subarray(piece.length);
    data.left -= piece.length;
    if (piece.length > 0) yield { t: 'data', id: data.id, piece };
    if (data.left === 0 && data.fin) yield { t: 'end', id: data.id };
  }

  async #control(
    type: number,
    { body, fin }: { readonly body: Buffer; readonly fin: boolean },
  ): Promise<ClientFrame | undefined> {
    const id = body.length >= 4 ? body.readUInt32BE(0) : 0;
    switch (type) {
      case 1:
        return { t: 'open', id, fin, headers: await this.#headers(body.subarray(10)) };
      case 3:
        return { t: 'reset', id };
      case 6:
        return { t: 'ping', id };
      default:
        return undefined;
    }
  }

  async #headers(block: Buffer): Promise<ReadonlyMap<string, string>> {
    await new Promise<void>((resolve, reject) => {
      // The callback is not called for what is no zlib.
      this.#inflate.once('error', reject);
      this.#inflate.write(block, () => {
        this.#inflate.off('error', reject);
        resolve();
      });
    });
    const raw = (this.#inflate.read() as Buffer | undefined) ?? Buffer.alloc(4); // no encoding is set
    const texts: string[] = [];
    for (let at = 4; at + 4 <= raw.length;) {
      const length = raw.readUInt32BE(at);
      texts.push(raw.toString('utf8', at + 4, at + 4 + length));
      at += 4 + length;
    }
    return new Map(Array.from({ length: texts.length >> 1 }, (_, n) => [texts[2 * n] ?? '', texts[2 * n + 1] ?? '']));
  }
}
