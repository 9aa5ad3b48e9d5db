import { createHash, randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { KubeApi, KubeRequest } from '../kube/api.ts';
import { frameHeader } from '../kube/websocket-frame.ts';

/** A byte of the newer protocol tells the other side that stdin has ended; the older one cannot. */
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
const maxControl = 125;
/** What would hold up the process for nothing: servers send 32 KiB at a time. */
const MAX_FRAME = 1024 * 1024;

/** The streams of a container's process, by the first byte of each message. */
export const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 } as const;

export interface ChannelMessage {
  readonly channel: number;
  readonly bytes: Buffer;
}

/** The streams of one process, over one WebSocket of the API server. */
export interface Channels extends AsyncIterable<ChannelMessage> {
  send(channel: number, bytes: string | Buffer): void;
  close(): void;
}

/** Opens such a WebSocket; rejects with the server's own words. Reading it slowly slows the process down. */
export async function openChannels(api: KubeApi, request: KubeRequest): Promise<Channels> {
  const key = randomBytes(16).toString('base64');
  const { socket, head, headers } = await api.upgrade({
    ...request,
    headers: {
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': key,
      'Sec-WebSocket-Protocol': PROTOCOLS.join(', '),
    },
  });
  const accepted = createHash('sha1').update(`${key}${GUID}`).digest('base64');
  if (headers['sec-websocket-accept'] !== accepted) {
    socket.destroy();
    throw new Error('the answer to the WebSocket handshake is not for this connection');
  }
  const onAbort = (): void => void socket.destroy();
  request.signal.addEventListener('abort', onAbort, { once: true });
  if (request.signal.aborted) onAbort();
  socket.once('close', () => request.signal.removeEventListener('abort', onAbort));
  socket.on('error', () => undefined); // the reader hears of it, too
  return {
    send: (channel, bytes) => write(socket, opcodes.binary, Buffer.concat([Buffer.of(channel), Buffer.from(bytes)])),
    close: () => {
      write(socket, opcodes.close, Buffer.alloc(0));
      socket.end();
    },
    [Symbol.asyncIterator]: () => messages(socket, head),
  };
}

/** A message's pieces as they come, without waiting for its end: only the first one names the channel. */
async function* messages(socket: Duplex, head: Buffer): AsyncGenerator<ChannelMessage> {
  let rest = head;
  let channel: number | undefined;
  const chunks = (socket as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  try {
    for (;;) {
      for (let frame = readFrame(rest); frame; frame = readFrame(rest)) {
        rest = rest.subarray(frame.size);
        const { opcode, payload } = frame;
        if (opcode === opcodes.close) return;
        if (opcode === opcodes.ping) write(socket, opcodes.pong, payload);
        if (opcode > opcodes.binary || payload.length === 0) continue;
        const isFirst = opcode !== opcodes.continuation;
        if (isFirst) channel = payload[0];
        if (channel !== undefined) yield { channel, bytes: isFirst ? payload.subarray(1) : payload };
      }
      const next = await chunks.next();
      if (next.done === true) return;
      rest = rest.length > 0 ? Buffer.concat([rest, next.value]) : next.value;
    }
  } finally {
    socket.destroy();
  }
}

interface Frame {
  readonly opcode: number;
  readonly payload: Buffer;
  /** With its header. */
  readonly size: number;
}

/** The frame at the beginning, undefined if some of it is missing. */
function readFrame(bytes: Buffer): Frame | undefined {
  const header = frameHeader(bytes);
  if (!header) return undefined;
  const { opcode, start, length } = header;
  if (Number.isNaN(length) || length > MAX_FRAME) throw new Error('not a WebSocket frame of a server');
  if (bytes.length < start + length) return undefined;
  return { opcode, payload: bytes.subarray(start, start + length), size: start + length };
}

/** The mask is all zeros, which leaves bytes as they are: it protects caches from pages, and no page sends this. */
function write(socket: Duplex, opcode: number, payload: Buffer): void {
  if (socket.writableEnded || socket.destroyed) return;
  const { length } = payload;
  const extra = length > 0xffff ? 8 : length > maxControl ? 2 : 0;
  const header = Buffer.alloc(2 + extra + 4);
  header[0] = 0x80 | opcode;
  header[1] = 0x80 | (extra === 8 ? 127 : extra === 2 ? 126 : length);
  if (extra === 8) header.writeBigUInt64BE(BigInt(length), 2);
  if (extra === 2) header.writeUInt16BE(length, 2);
  socket.write(Buffer.concat([header, payload]));
}
