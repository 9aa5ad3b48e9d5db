import { Duplex } from 'node:stream';
import { NULL } from '../../json.ts';

/** Two ends of one connection without a socket: what is written into one is read from the other, each half ends alone. */
export function duplexPair(): readonly [Duplex, Duplex] {
  const [left, right] = [new End(), new End()];
  left.other = right;
  right.other = left;
  return [left, right];
}

class End extends Duplex {
  other: End | undefined;
  /** The other end's writer waits until this end has been read. */
  #taken: (() => void) | undefined;
  #isComplete = false;

  constructor() {
    super({ allowHalfOpen: true });
  }

  /** As sockets have it, for Node's HTTP server: once all is written nothing more is read either. */
  destroySoon(): void {
    this.end(() => this.destroy());
  }

  override _read(): void {
    const taken = this.#taken;
    this.#taken = undefined;
    taken?.();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    if (this.other) this.other.receive(chunk, done);
    else done();
  }

  override _final(done: () => void): void {
    this.other?.complete();
    done();
  }

  override _destroy(error: unknown, done: (error?: Error) => void): void {
    const { other } = this;
    this.other = undefined;
    this._read();
    if (other) queueMicrotask(() => other.lose());
    done(error instanceof Error ? error : undefined);
  }

  receive(chunk: Buffer, done: () => void): void {
    if (this.destroyed || this.push(chunk)) done();
    else this.#taken = done;
  }

  complete(): void {
    if (this.#isComplete || this.destroyed) return;
    this.#isComplete = true;
    this.push(NULL);
  }

  /** The other end is gone. What it sent before still arrives. */
  lose(): void {
    this.other = undefined;
    if (this.readableLength > 0) this.complete();
    else if (!this.#isComplete) this.destroy();
  }
}
