import { Duplex } from 'node:stream';
import { type AppError, fail } from '../../../../shared/failure.ts';
import type { PodStream } from '../pod-stream.ts';
import { youngHeap } from '../young-heap.ts';
import { parseErrorText } from './error-text.ts';

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
export class StreamPair extends Duplex implements PodStream {
  readonly dataId: number;
  readonly errorId: number;
  readonly answered: PodStream['answered'];
  readonly #carrier: Carrier;
  readonly #pod: string;
  readonly #port: number;
  #accepted = false;
  #refused = false;
  #errorText = '';
  #answered = false;
  #moved = 0;
  #crowds = false;
  /** The server has nothing more to say on the data stream. */
  #ended = false;
  /** Nobody is left to read what is written: it goes nowhere. */
  #deaf = false;
  /** The server has closed the stream for good and need not be told that we have too. */
  #reset = false;
  #settle: { readonly answer: (by: 'bytes' | 'end') => void; readonly refuse: (error: Error) => void };

  constructor({ carrier, dataId, errorId, pod, port }: PairOptions) {
    super({ allowHalfOpen: true, readableHighWaterMark: maxQueued, decodeStrings: true });
    this.#carrier = carrier;
    this.dataId = dataId;
    this.errorId = errorId;
    this.#pod = pod;
    this.#port = port;
    this.#settle = { answer: () => undefined, refuse: () => undefined };
    this.answered = new Promise((answer, refuse) => {
      this.#settle = { answer, refuse };
    });
    // Whoever waits for `answered` hears of it; nobody else has to.
    this.answered.catch(() => undefined);
    // The reader may already be gone when the session ends: that must not take the process down.
    this.on('error', () => undefined);
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
    if (this.#ended) return;
    this.#answer('bytes');
    if (!this.push(piece)) this.#carrier.hold(this, true);
    this.#count(piece.length);
  }

  #answer(by: 'bytes' | 'end'): void {
    if (this.#answered) return;
    this.#answered = true;
    this.#settle.answer(by);
  }

  receiveEnd(): void {
    if (this.#ended) return;
    // The node writes what went wrong before it ends the data: an end after a text is a failure.
    if (this.#errorText) return this.receiveErrorEnd();
    this.#ended = true;
    this.#answer('end');
    this.push(null);
  }

  receiveError(piece: Buffer): void {
    if (this.#errorText.length < maxErrorText) this.#errorText += piece.toString();
  }

  receiveErrorEnd(): void {
    if (!this.#errorText || this.#ended) return;
    const { failure, reached } = parseErrorText(this.#errorText, { pod: this.#pod, port: this.#port });
    this.#refused = !reached;
    this.fail(fail(failure.code, failure.params));
  }

  receiveReset(status: number): void {
    this.#deaf = true;
    this.#reset = true;
    if (this.#errorText) return this.receiveErrorEnd();
    if (this.#ended) return;
    this.#refused = true;
    this.fail(
      fail('forward-failed', { pod: this.#pod, detail: `stream reset by the node (status ${String(status)})` }),
    );
  }

  /** Ends with `error`, after the reader has got what came before it. */
  fail(error: AppError): void {
    this.#settle.refuse(error);
    this.#deaf = true;
    if (this.#ended || this.destroyed) return;
    this.#ended = true;
    if (this.readableLength === 0) {
      this.destroy(error);
      return;
    }
    // Before any other listener, so that they find the stream errored and don't take this for a proper end.
    this.prependOnceListener('end', () => this.destroy(error));
    this.push(null);
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

  // `null` is how Node's streams say «no error».
  override _destroy(...[error, callback]: Parameters<Duplex['_destroy']>): void {
    if (!this.#answered) this.#settle.refuse(error ?? fail('forward-failed', { pod: this.#pod, detail: 'given up' }));
    const over = this.#reset || (!error && this.#ended && this.writableFinished);
    this.#carrier.forget(this, !over);
    callback(error);
  }
}
