import type { Duplex } from 'node:stream';
import { AppError, fail, toFailure } from '../../../../shared/failure.ts';
import type { Clock } from '../../clock.ts';
import type { Upgraded } from '../../kube/api.ts';
import { clientHeader, FrameReader, opcodes } from '../../kube/websocket-frame.ts';
import { parseErrorText } from '../error-text.ts';
import { LifeWatch } from '../life-watch.ts';
import { PodDuplex } from '../pod-duplex.ts';
import { youngHeap } from '../young-heap.ts';

/** The first byte of each message. The channels of a second port would follow. */
const channels = { data: 0, error: 1 } as const;
/** The server begins each channel with the port's number. */
const prefix = 2;
const maxErrorText = 16 * 1024;

export interface LegacyStreamOptions {
  /** Opens the WebSocket of this connection alone. */
  readonly connect: (port: number, signal: AbortSignal) => Promise<Upgraded>;
  readonly clock: Clock;
  /** As messages name them. */
  readonly server: string;
  readonly pod: string;
  readonly port: number;
  readonly onClose: (stream: LegacyStream) => void;
}

/**
 * One connection into a pod over a WebSocket of its own (`v4.channel.k8s.io`). There is no half-close: the WebSocket's end
 * is that of both sides.
 */
export class LegacyStream extends PodDuplex {
  readonly #options: LegacyStreamOptions;
  readonly #over = new AbortController();
  readonly #skip = [prefix, prefix];
  #socket: Duplex | undefined;
  #life: LifeWatch | undefined;
  /** What waits for the WebSocket. */
  #pending: (() => void) | undefined;
  #channel = -1;
  #errorText = '';
  #refused = false;
  /** Nobody is left to read what is written: it goes nowhere. */
  #deaf = false;

  constructor(options: LegacyStreamOptions) {
    super(options.pod, { readableHighWaterMark: 256 * 1024 });
    this.#options = options;
    options.connect(options.port, this.#over.signal).then(
      (upgraded) => this.#begin(upgraded),
      (error: unknown) => this.fail(error instanceof AppError ? error : new AppError(toFailure(error), error)),
    );
  }

  get reached(): boolean {
    return this.#socket !== undefined && !this.#refused;
  }

  // It keeps nobody waiting: nobody shares its WebSocket.
  linger(): void {}

  override fail(error: AppError): void {
    this.#stopWriting();
    super.fail(error);
  }

  override _read(): void {
    this.#socket?.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    youngHeap.pass(chunk.length);
    this.#whenOpen(callback, (socket) => {
      socket.cork();
      socket.write(clientHeader(opcodes.binary, 1 + chunk.length));
      socket.write(Buffer.of(channels.data));
      socket.write(chunk, () => callback());
      socket.uncork();
    });
  }

  override _final(callback: () => void): void {
    this.#whenOpen(callback, (socket) => {
      socket.write(clientHeader(opcodes.close, 0));
      callback();
    });
  }

  override _destroy(...[error, callback]: Parameters<Duplex['_destroy']>): void {
    this.#over.abort(givenUp);
    this.#stopWriting();
    this.#socket?.destroy();
    this.#options.onClose(this);
    super._destroy(error, callback);
  }

  #whenOpen(callback: () => void, act: (socket: Duplex) => void): void {
    const socket = this.#socket;
    if (this.#deaf) callback();
    else if (socket) act(socket);
    else this.#pending = () => this.#whenOpen(callback, act);
  }

  #stopWriting(): void {
    this.#deaf = true;
    this.#resume();
  }

  #resume(): void {
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.();
  }

  #begin({ socket, head }: Upgraded): void {
    if (this.destroyed || this.isOver) {
      socket.destroy();
      return;
    }
    this.#socket = socket;
    this.#life = new LifeWatch({
      clock: this.#options.clock,
      ping: () => socket.write(clientHeader(opcodes.ping, 0)),
      isDeaf: () => socket.isPaused(),
      onDead: (detail) => this.#cut(detail),
      over: this.#over.signal,
    });
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (error) => this.#cut(error.message));
    socket.on('end', () => this.#cut('closed by the server'));
    socket.on('close', () => this.#cut('closed'));
    if (head.length > 0) this.#receive(head);
    this.#resume();
  }

  readonly #reader = new FrameReader({
    piece: (bytes, first) => {
      if (first) this.#channel = bytes[0] ?? -1;
      const rest = first ? bytes.subarray(1) : bytes;
      const skipped = Math.min(this.#skip[this.#channel] ?? 0, rest.length);
      if (skipped > 0) this.#skip[this.#channel] = (this.#skip[this.#channel] ?? 0) - skipped;
      this.#take(rest.subarray(skipped));
    },
    ping: (payload) => {
      if (!this.#deaf) this.#socket?.write(Buffer.concat([clientHeader(opcodes.pong, payload.length), payload]));
    },
    close: () => this.#end(),
  });

  #receive(chunk: Buffer): void {
    this.#life?.hear();
    youngHeap.pass(chunk.length);
    try {
      this.#reader.push(chunk);
    } catch (error) {
      this.#cut(error instanceof Error ? error.message : String(error));
    }
  }

  #take(bytes: Buffer): void {
    if (bytes.length === 0 || this.isOver) return;
    if (this.#channel === channels.error) {
      if (this.#errorText.length < maxErrorText) this.#errorText += bytes.toString();
    } else if (this.#channel === channels.data && !this.deliver(bytes)) this.#socket?.pause();
  }

  /** The server has ended the WebSocket as it does when the connection is over. */
  #end(): void {
    this.#stopWriting();
    if (this.#errorText) {
      const { failure, reached } = parseErrorText(this.#errorText, this.#options);
      this.#refused = !reached;
      this.fail(fail(failure.code, failure.params));
    } else this.deliverEnd();
    this.#over.abort(givenUp);
    this.#socket?.end(clientHeader(opcodes.close, 0));
  }

  #cut(detail: string): void {
    this.fail(fail('stream-cut', { server: this.#options.server, detail }));
  }
}

/** Made once: an abort without a reason makes an error with a stack each time. */
const givenUp = new Error('the connection is over');
