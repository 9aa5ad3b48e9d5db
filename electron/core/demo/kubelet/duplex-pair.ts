import { Duplex } from 'node:stream';
import { NULL } from '../json.ts';

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

  constructor() {
    super({ allowHalfOpen: true });
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
    this.other?.push(NULL);
    done();
  }

  override _destroy(error: unknown, done: (error?: Error) => void): void {
    const { other } = this;
    this.other = undefined;
    this._read();
    if (other && !other.destroyed) queueMicrotask(() => other.destroy());
    done(error instanceof Error ? error : undefined);
  }

  receive(chunk: Buffer, done: () => void): void {
    if (this.destroyed || this.push(chunk)) done();
    else this.#taken = done;
  }
}
