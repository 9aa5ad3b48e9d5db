import type { Duplex } from 'node:stream';
import { type AppError, fail } from '../../../../shared/failure.ts';
import { PodDuplex } from '../pod-duplex.ts';
import { youngHeap } from '../young-heap.ts';
import { parseErrorText } from '../error-text.ts';

/** What a stream may queue for a slow reader before its whole session has to wait. */
const maxQueued = 1024 * 1024;
/** A stream that has moved so much, or queues so much, keeps others waiting: all streams of a session share its bytes' order. */
const bulk = 1024 * 1024;
const bulkQueued = 256 * 1024;
const maxErrorText = 16 * 1024;

/** What a pair needs of the session that carries it. */
export interface Carrier {
  send(pair: StreamPair, chunk: Buffer, sent: () => void): void;
  finish(pair: StreamPair): void;
  /** The pair is over: `abort` when the server has to be told. */
  forget(pair: StreamPair, abort: boolean): void;
  /** Stops or goes on reading from the server, for the sake of this pair. */
  hold(pair: StreamPair, held: boolean): void;
  /** The pair's client has nothing more to say. */
  rest(pair: StreamPair): void;
  /** The pair has turned out to move so much that others on its session would wait for it. */
  crowd(pair: StreamPair): void;
}

export interface PairOptions {
  readonly carrier: Carrier;
  readonly dataId: number;
  readonly errorId: number;
  /** As messages name it. */
  readonly pod: string;
  readonly port: number;
}

/** The data stream and the error stream of one connection into a pod, as one duplex. */
export class StreamPair extends PodDuplex {
  readonly dataId: number;
  readonly errorId: number;
  readonly #carrier: Carrier;
  readonly #port: number;
  #accepted = false;
  #refused = false;
  #errorText = '';
  #moved = 0;
  #crowds = false;
  /** Nobody is left to read what is written: it goes nowhere. */
  #deaf = false;
  /** The server has closed the stream for good and need not be told that we have too. */
  #reset = false;

  constructor({ carrier, dataId, errorId, pod, port }: PairOptions) {
    super(pod, { readableHighWaterMark: maxQueued });
    this.#carrier = carrier;
    this.dataId = dataId;
    this.errorId = errorId;
    this.#port = port;
  }

  get reached(): boolean {
    return this.#accepted && !this.#refused;
  }

  accept(): void {
    this.#accepted = true;
  }

  linger(): void {
    this.#carrier.rest(this);
  }

  receive(piece: Buffer): void {
    if (this.isOver) return;
    if (!this.deliver(piece)) this.#carrier.hold(this, true);
    this.#count(piece.length);
  }

  receiveEnd(): void {
    // The node writes what went wrong before it ends the data: an end after a text is a failure.
    if (this.#errorText) this.receiveErrorEnd();
    else this.deliverEnd();
  }

  receiveError(piece: Buffer): void {
    if (this.#errorText.length < maxErrorText) this.#errorText += piece.toString();
  }

  receiveErrorEnd(): void {
    if (!this.#errorText || this.isOver) return;
    const { failure, reached } = parseErrorText(this.#errorText, { pod: this.pod, port: this.#port });
    this.#refused = !reached;
    this.fail(fail(failure.code, failure.params));
  }

  receiveReset(status: number): void {
    this.#deaf = true;
    this.#reset = true;
    if (this.#errorText) return this.receiveErrorEnd();
    if (this.isOver) return;
    this.#refused = true;
    this.fail(fail('forward-failed', { pod: this.pod, detail: `stream reset by the node (status ${String(status)})` }));
  }

  override fail(error: AppError): void {
    this.#deaf = true;
    super.fail(error);
  }

  override _read(): void {
    this.#carrier.hold(this, false);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    if (this.#deaf) callback();
    else this.#carrier.send(this, chunk, callback);
    this.#count(chunk.length);
  }

  #count(bytes: number): void {
    youngHeap.pass(bytes);
    this.#moved += bytes;
    if (this.#crowds || (this.#moved < bulk && this.readableLength < bulkQueued)) return;
    this.#crowds = true;
    this.#carrier.crowd(this);
  }

  override _final(callback: () => void): void {
    if (!this.#deaf) this.#carrier.finish(this);
    callback();
  }

  override _destroy(...[error, callback]: Parameters<Duplex['_destroy']>): void {
    const over = this.#reset || (!error && this.isOver && this.writableFinished);
    this.#carrier.forget(this, !over);
    super._destroy(error, callback);
  }
}
