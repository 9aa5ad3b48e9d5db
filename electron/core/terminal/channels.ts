import type { Duplex } from 'node:stream';
import type { KubeApi, KubeRequest } from '../kube/api.ts';
import { clientHeader, frameHeader, opcodes } from '../kube/websocket-frame.ts';
import { openWebSocket } from '../kube/websocket.ts';

/** A byte of the newer protocol tells the other side that stdin has ended; the older one cannot. */
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
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
  const { socket, head } = await openWebSocket(api, request, PROTOCOLS);
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

function write(socket: Duplex, opcode: number, payload: Buffer): void {
  if (socket.writableEnded || socket.destroyed) return;
  socket.write(Buffer.concat([clientHeader(opcode, payload.length), payload]));
}
