import { Duplex, type DuplexOptions } from 'node:stream';
import { fail, type AppError } from '../../../shared/failure.ts';
import type { PodStream } from './pod-stream.ts';

interface Deferred {
  readonly answer: (by: 'bytes' | 'end') => void;
  readonly refuse: (error: Error) => void;
}

/** What all connections into a pod have in common, whatever carries them: how they are answered, and how they fail. */
export abstract class PodDuplex extends Duplex implements PodStream {
  readonly answered: PodStream['answered'];
  /** As messages name it. */
  protected readonly pod: string;
  #settle: Deferred = { answer: () => undefined, refuse: () => undefined };
  #isAnswered = false;
  #isOver = false;

  constructor(pod: string, options: DuplexOptions) {
    super({ allowHalfOpen: true, decodeStrings: true, ...options });
    this.pod = pod;
    this.answered = new Promise((answer, refuse) => {
      this.#settle = { answer, refuse };
    });
    // Whoever waits for `answered` hears of it; nobody else has to.
    this.answered.catch(() => undefined);
    // The reader may already be gone when the session ends: that must not take the process down.
    this.on('error', () => undefined);
  }

  abstract readonly reached: boolean;
  abstract linger(): void;

  /** Whether the pod has nothing more to say. */
  protected get isOver(): boolean {
    return this.#isOver;
  }

  /** The pod has said so much; false where more should wait. */
  protected deliver(piece: Buffer): boolean {
    this.#answer('bytes');
    return this.push(piece);
  }

  /** The pod has said all. */
  protected deliverEnd(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#answer('end');
    this.push(null);
  }

  /** Ends with `error`, after the reader has got what came before it. */
  fail(error: AppError): void {
    this.#settle.refuse(error);
    if (this.#isOver || this.destroyed) return;
    this.#isOver = true;
    if (this.readableLength === 0) {
      this.destroy(error);
      return;
    }
    // Before any other listener, so that they find the stream errored and don't take this for a proper end.
    this.prependOnceListener('end', () => this.destroy(error));
    this.push(null);
  }

  // `null` is how Node's streams say «no error».
  override _destroy(...[error, callback]: Parameters<Duplex['_destroy']>): void {
    if (!this.#isAnswered) this.#settle.refuse(error ?? fail('forward-failed', { pod: this.pod, detail: 'given up' }));
    callback(error);
  }

  #answer(by: 'bytes' | 'end'): void {
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    this.#settle.answer(by);
  }
}
