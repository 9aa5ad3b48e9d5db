import { constants, inflateSync } from 'node:zlib';

/** What a client says in SPDY/3.1, decoded by other means than the code under test: whole frames, real zlib. */
export type ClientFrame =
  | {
      readonly t: 'syn';
      readonly id: number;
      readonly fin: boolean;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly t: 'data'; readonly id: number; readonly fin: boolean; readonly payload: Buffer }
  | { readonly t: 'reset'; readonly id: number; readonly status: number }
  | { readonly t: 'ping'; readonly id: number };

/** Gives back the frames that are complete after each chunk. */
export function clientFrameReader(): (chunk: Buffer) => ClientFrame[] {
  let buffered = Buffer.alloc(0);
  let compressed = Buffer.alloc(0);
  let inflated = 0;

  function headers(block: Buffer): Record<string, string> {
    compressed = Buffer.concat([compressed, block]);
    const all = inflateSync(compressed, { finishFlush: constants.Z_SYNC_FLUSH });
    const raw = all.subarray(inflated);
    inflated = all.length;
    const texts: string[] = [];
    for (let at = 4; at < raw.length;) {
      const length = raw.readUInt32BE(at);
      texts.push(raw.toString('utf8', at + 4, at + 4 + length));
      at += 4 + length;
    }
    return Object.fromEntries(
      Array.from({ length: raw.readUInt32BE() }, (_, n) => [texts[2 * n] ?? '', texts[2 * n + 1] ?? '']),
    );
  }

  function decode(frame: Buffer): ClientFrame {
    const body = frame.subarray(8);
    const fin = (frame.readUInt8(4) & 1) === 1;
    if (frame.readUInt16BE() < 0x8000) return { t: 'data', id: frame.readUInt32BE(), fin, payload: Buffer.from(body) };
    const type = frame.readUInt16BE(2);
    const id = body.readUInt32BE();
    if (frame.readUInt16BE() === 0x8003 && type === 1)
      return { t: 'syn', id, fin, headers: headers(body.subarray(10)) };
    if (type === 3) return { t: 'reset', id, status: body.readUInt32BE(4) };
    if (type === 6) return { t: 'ping', id };
    throw new Error(`the real server's framer would fail on control frame ${String(type)}`);
  }

  return (chunk) => {
    buffered = Buffer.concat([buffered, chunk]);
    const frames: ClientFrame[] = [];
    for (;;) {
      const length = buffered.length < 8 ? Infinity : 8 + (buffered.readUInt32BE(4) & 0xffffff);
      if (buffered.length < length) return frames;
      frames.push(decode(buffered.subarray(0, length)));
      buffered = buffered.subarray(length);
    }
  };
}

function control(type: number, ...words: number[]): Buffer {
  const frame = Buffer.alloc(8 + 4 * words.length);
  frame.writeUInt32BE(0x80030000 + type);
  frame.writeUInt32BE(4 * words.length, 4);
  words.forEach((word, n) => frame.writeUInt32BE(word, 8 + 4 * n));
  return frame;
}

/** What the server says. */
export const serverFrame = {
  /** With the bytes of an empty header block, as spdystream sends it. */
  reply: (id: number): Buffer => {
    const frame = Buffer.concat([control(2, id), Buffer.from('789c000400fbff00000000000000ffff', 'hex')]);
    frame.writeUInt32BE(frame.length - 8, 4);
    return frame;
  },
  data: (id: number, { payload = Buffer.alloc(0), fin = false }: { payload?: Buffer; fin?: boolean }): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(id);
    head.writeUInt32BE(payload.length + (fin ? 0x01000000 : 0), 4);
    return Buffer.concat([head, payload]);
  },
  reset: (id: number, status: number): Buffer => control(3, id, status),
  ping: (id: number): Buffer => control(6, id),
  goAway: (): Buffer => control(7, 0, 0),
};
