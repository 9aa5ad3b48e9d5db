import type { Duplex } from 'node:stream';
import { dataHeader, HeaderBlockEncoder, ping, rstStream, synReply } from '../../../forward/spdy/frames.ts';
import type { Kubelet, PodRef } from '../../kubelet.ts';
import { ClientFrames, type ClientFrame } from './client-frames.ts';

const REFUSED = 3;

export interface ForwardSession {
  readonly socket: Duplex;
  /** Bytes that came with the request for the upgrade. */
  readonly head: Buffer;
  readonly pod: PodRef;
  readonly uid: string;
  readonly kubelet: Kubelet;
}

/** One connection into a pod: the data stream, and the error stream beside it. */
interface Pair {
  readonly dataId: number;
  readonly errorId: number;
  readonly port: number;
  /** What came before the pod's connection was there. */
  early: Buffer[];
  isFinished: boolean;
  connection: Duplex | undefined;
}

/** The server's side of a port-forward, until the client goes or the pod does. */
export async function serveForward(session: ForwardSession): Promise<void> {
  const server = new ForwardServer(session);
  const stop = session.kubelet.onGone(session.pod, () => session.socket.destroy());
  try {
    await server.run();
  } catch {
    // What the client sends makes no sense, or it is gone: either way nothing is left to be said.
  } finally {
    stop();
    server.close();
  }
}

class ForwardServer {
  readonly #session: ForwardSession;
  readonly #frames = new ClientFrames();
  readonly #replies = new HeaderBlockEncoder();
  /** Error streams that wait for their data stream, by request. */
  readonly #errorIds = new Map<string, number>();
  readonly #pairs = new Map<number, Pair>();

  constructor(session: ForwardSession) {
    this.#session = session;
    session.socket.on('error', () => undefined);
  }

  async run(): Promise<void> {
    const { socket, head } = this.#session;
    if (head.length > 0) await this.#read(head);
    for await (const chunk of socket) await this.#read(chunk as Buffer); // a byte stream
  }

  close(): void {
    for (const { connection } of this.#pairs.values()) connection?.destroy();
    this.#frames.close();
    this.#session.socket.destroy();
  }

  async #read(chunk: Buffer): Promise<void> {
    for await (const frame of this.#frames.read(chunk)) await this.#take(frame);
  }

  async #take(frame: ClientFrame): Promise<void> {
    switch (frame.t) {
      case 'open': {
        this.#open(frame);
        return;
      }
      case 'data':
        return this.#toPod(this.#pairs.get(frame.id), frame.piece);
      case 'end': {
        const pair = this.#pairs.get(frame.id);
        if (!pair) return;
        pair.isFinished = true;
        pair.connection?.end();
        return;
      }
      case 'reset':
        this.#pairs.get(frame.id)?.connection?.destroy();
        this.#pairs.delete(frame.id);
        return;
      case 'ping':
        if (frame.id % 2 === 1) this.#write(ping(frame.id));
    }
  }

  #open({ id, headers }: Extract<ClientFrame, { t: 'open' }>): void {
    const request = headers.get('requestid') ?? '';
    const type = headers.get('streamtype');
    const port = Number(headers.get('port'));
    if (type === 'error') {
      this.#errorIds.set(request, id);
      this.#write(synReply(id, this.#replies.encode({})));
      return;
    }
    const errorId = this.#errorIds.get(request);
    if (type !== 'data' || errorId === undefined || !(port > 0 && port <= 65_535)) {
      this.#write(rstStream(id, REFUSED));
      return;
    }
    this.#errorIds.delete(request);
    this.#write(synReply(id, this.#replies.encode({})));
    const pair: Pair = { dataId: id, errorId, port, early: [], isFinished: false, connection: undefined };
    this.#pairs.set(id, pair);
    this.#connect(pair).catch((error: unknown) =>
      this.#fail(pair, error instanceof Error ? error.message : String(error)),
    );
  }

  async #connect(pair: Pair): Promise<void> {
    const { kubelet, pod } = this.#session;
    const connection = await kubelet.connect(pod, pair.port);
    if (!this.#pairs.has(pair.dataId)) return void connection.destroy();
    pair.connection = connection;
    for (const piece of pair.early.splice(0)) connection.write(piece);
    if (pair.isFinished) connection.end();
    connection.on('error', () => undefined);
    connection.on('close', () => this.#finish(pair));
    try {
      for await (const chunk of connection) await this.#toClient(pair, chunk as Buffer); // a byte stream
    } catch {
      // As when a pod's socket is reset: the client sees the end.
    }
    this.#finish(pair);
  }

  async #toPod(pair: Pair | undefined, piece: Buffer): Promise<void> {
    if (!pair) return;
    const { connection } = pair;
    if (!connection) pair.early.push(piece);
    else if (!connection.destroyed && !connection.write(piece)) await drained(connection);
  }

  async #toClient({ dataId }: Pair, chunk: Buffer): Promise<void> {
    const { socket } = this.#session;
    this.#write(dataHeader(dataId, { length: chunk.length, fin: false }));
    if (!this.#write(chunk)) await drained(socket);
  }

  #fail(pair: Pair, why: string): void {
    const { uid } = this.#session;
    const text = Buffer.from(`error forwarding port ${pair.port} to pod ${uid}, uid : ${why}`);
    this.#write(Buffer.concat([dataHeader(pair.errorId, { length: text.length, fin: false }), text]));
    this.#finish(pair);
  }

  #finish(pair: Pair): void {
    if (!this.#pairs.delete(pair.dataId)) return;
    this.#write(dataHeader(pair.errorId, { length: 0, fin: true }));
    this.#write(dataHeader(pair.dataId, { length: 0, fin: true }));
  }

  #write(bytes: Buffer): boolean {
    const { socket } = this.#session;
    return !socket.writable || socket.write(bytes);
  }
}

/** Settles when more may be written, or nothing ever can. */
function drained(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}
