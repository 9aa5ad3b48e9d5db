import type { Duplex } from 'node:stream';
import { type AppError, fail } from '../../../../shared/failure.ts';
import type { Clock } from '../../clock.ts';
import { LifeWatch } from '../life-watch.ts';
import type { PodSession, PodStream } from '../pod-stream.ts';
import * as frames from './frames.ts';
import { type Carrier, StreamPair } from './stream-pair.ts';

/** Nobody waits for the end of a stream to be told: it goes with the next write, or alone after so many turns of the event loop. */
const lateTurns = 8;
/** What may wait to be sent before who sends it has to: enough that the next write is a large one. */
const maxUnsent = 256 * 1024;
/** Four ids for each of 50,000 connections: a session is replaced long before the protocol runs out of them. */
const maxStreamId = 200_000;
/** As old a session takes no more connections, in ms: who may do what was asked at its beginning, and the nodes end it then anyway. */
const maxAge = 4 * 60 * 60_000;
/** Up to this part sooner, so that sessions of one time don't all end at one time. */
const spread = 0.1;

export interface SessionOptions {
  readonly socket: Duplex;
  /** Bytes that came with the answer to the upgrade. */
  readonly head: Buffer;
  readonly clock: Clock;
  /** As messages name them. */
  readonly server: string;
  readonly pod: string;
}

/** One SPDY/3.1 connection to a pod's node: any number of stream pairs, each a connection into the pod. */
export class SpdySession implements PodSession {
  readonly #options: SessionOptions;
  readonly #headers = new frames.HeaderBlockEncoder();
  readonly #byData = new Map<number, StreamPair>();
  readonly #byError = new Map<number, StreamPair>();
  readonly #holding = new Set<StreamPair>();
  readonly #crowding = new Set<StreamPair>();
  readonly #resting = new Set<StreamPair>();
  /** Who waits for the socket to drain. */
  #blocked: (() => void)[] = [];
  readonly #end = new AbortController();
  readonly #life: LifeWatch;
  readonly #retireAt: number;
  #listener: () => void = () => undefined;
  #nextId = 1;
  #nextPing = 1;
  #goingAway = false;
  #corked = false;
  /** What goes out with the next write. */
  #late: Buffer[] = [];

  constructor(options: SessionOptions) {
    this.#options = options;
    const { socket, head, clock } = options;
    this.#retireAt = clock.now() + maxAge * (1 - spread * clock.random());
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('drain', () => this.#drained());
    socket.on('error', (error) => this.#stop(error.message));
    // The API server ends the whole tunnel when either direction has ended: there is no half-close on the way.
    socket.on('end', () => this.#stop('closed by the server'));
    socket.on('close', () => this.#stop('closed'));
    this.#life = new LifeWatch({
      clock,
      ping: () => this.#ping(),
      isDeaf: () => this.#holding.size > 0,
      onDead: (detail) => this.#stop(detail),
      over: this.#end.signal,
    });
    if (head.length > 0) this.#receive(head);
  }

  get live(): number {
    return this.#byData.size;
  }

  get load(): number {
    return this.#byData.size - this.#resting.size;
  }

  get ended(): boolean {
    return this.#end.signal.aborted;
  }

  get accepting(): boolean {
    return !this.ended && !this.#isRetiring && !this.#life.hasOverslept;
  }

  /** It only carries on what it carries. */
  get #isRetiring(): boolean {
    return this.#goingAway || this.#nextId >= maxStreamId || this.#options.clock.now() >= this.#retireAt;
  }

  get busy(): boolean {
    return this.#crowding.size > 0;
  }

  onChange(listener: () => void): void {
    this.#listener = listener;
  }

  /**
   * Opens a connection into the pod without a round trip: the error stream, already finished from our side, and the
   * data stream go out in one write with whatever is written next. The server handles the frames of a stream in order.
   */
  open(port: number): PodStream {
    const errorId = this.#nextId;
    const dataId = errorId + 2;
    this.#nextId += 4;
    const pair = new StreamPair({ carrier: this.#carrier, dataId, errorId, pod: this.#options.pod, port });
    this.#byData.set(dataId, pair);
    this.#byError.set(errorId, pair);
    const headers = { port: String(port), requestid: String(errorId) };
    const errorBlock = this.#headers.encode({ streamtype: 'error', ...headers });
    const dataBlock = this.#headers.encode({ streamtype: 'data', ...headers });
    this.#write(frames.synStream(errorId, { block: errorBlock, fin: true }));
    this.#write(frames.synStream(dataId, { block: dataBlock, fin: false }));
    if (this.ended) pair.fail(this.#cut('closed'));
    return pair;
  }

  close(): void {
    this.#stop('closed by Portolan');
  }

  readonly #carrier: Carrier = {
    send: ({ dataId }, chunk, sent) => {
      for (let at = 0; at < chunk.length; at += frames.maxDataLength) {
        const payload = chunk.subarray(at, at + frames.maxDataLength);
        this.#write(frames.dataHeader(dataId, { length: payload.length, fin: false }));
        this.#write(payload);
      }
      if (this.ended || this.#options.socket.writableLength < maxUnsent) sent();
      else this.#blocked.push(sent);
    },
    finish: ({ dataId }) => this.#writeLate(frames.dataHeader(dataId, { length: 0, fin: true })),
    forget: (pair, abort) => {
      if (abort) this.#writeLate(frames.rstStream(pair.dataId, frames.cancel));
      this.#byData.delete(pair.dataId);
      this.#byError.delete(pair.errorId);
      this.#crowding.delete(pair);
      this.#resting.delete(pair);
      this.#carrier.hold(pair, false);
      if (this.#isRetiring && this.live === 0) this.#stop('replaced by a new one');
      this.#listener();
    },
    hold: (pair, held) => {
      const { socket } = this.#options;
      if (held) {
        this.#holding.add(pair);
        socket.pause();
      } else if (this.#holding.delete(pair) && this.#holding.size === 0) {
        socket.resume();
      }
    },
    rest: (pair) => {
      if (!this.#byData.has(pair.dataId)) return;
      this.#resting.add(pair);
      this.#listener();
    },
    crowd: (pair) => {
      if (!this.#byData.has(pair.dataId)) return;
      this.#crowding.add(pair);
      this.#listener();
    },
  };

  readonly #parser = new frames.FrameParser({
    reply: (id) => this.#byData.get(id)?.accept(),
    data: (id, piece) => {
      const pair = this.#byData.get(id);
      if (pair) pair.receive(piece);
      else this.#byError.get(id)?.receiveError(piece);
    },
    end: (id) => {
      const pair = this.#byData.get(id);
      if (pair) pair.receiveEnd();
      else this.#byError.get(id)?.receiveErrorEnd();
    },
    reset: (id, status) => (this.#byData.get(id) ?? this.#byError.get(id))?.receiveReset(status),
    ping: (id) => {
      // Even ids are the server's own pings; an odd one is the answer to ours, and being heard is all it is for.
      if (id % 2 === 0) this.#write(frames.ping(id));
    },
    goAway: () => {
      this.#goingAway = true;
      if (this.live === 0) this.#stop('asked to go away');
      else this.#listener();
    },
  });

  #receive(chunk: Buffer): void {
    this.#life.hear();
    try {
      this.#parser.push(chunk);
    } catch (error) {
      this.#stop(error instanceof Error ? error.message : String(error));
    }
  }

  /** Gathers everything of one turn of the event loop into one write. */
  #write(bytes: Buffer): void {
    const { socket } = this.#options;
    if (this.ended || socket.destroyed) return;
    if (!this.#corked) {
      this.#corked = true;
      socket.cork();
      setImmediate(() => {
        this.#corked = false;
        socket.uncork();
      });
    }
    if (this.#late.length > 0) for (const late of this.#late.splice(0)) socket.write(late);
    socket.write(bytes);
  }

  #writeLate(bytes: Buffer): void {
    this.#late.push(bytes);
    if (this.#late.length > 1) return;
    const wait = (turns: number): void => {
      if (this.#late.length === 0) return;
      if (turns > 0) setImmediate(wait, turns - 1);
      else this.#write(empty);
    };
    wait(lateTurns);
  }

  #drained(): void {
    const blocked = this.#blocked;
    this.#blocked = [];
    for (const sent of blocked) sent();
  }

  #ping(): void {
    this.#write(frames.ping(this.#nextPing));
    this.#nextPing += 2;
  }

  #stop(detail: string): void {
    if (this.ended) return;
    this.#end.abort();
    this.#options.socket.destroy();
    this.#drained();
    for (const pair of [...this.#byData.values()]) pair.fail(this.#cut(detail));
    this.#listener();
  }

  #cut(detail: string): AppError {
    return fail('stream-cut', { server: this.#options.server, detail });
  }
}

const empty = Buffer.alloc(0);
