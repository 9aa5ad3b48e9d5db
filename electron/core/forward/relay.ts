import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import type { PodStream } from './pod-stream.ts';

/** What a client sent before the pod answered is kept, so that another pod can be asked in its place; up to so much. */
const KEPT = 64 * 1024;
/**
 * The runtimes close a connection one second after its client has ended its side, answer or not (containerd, CRI-O).
 * So that end is passed on only once the pod has ended too, or has said nothing for this long, in ms.
 */
const QUIET = 30_000;

export interface Traffic {
  /** Bytes from the pod to the local client. */
  readonly onIn: (bytes: number) => void;
  /** Bytes the other way. */
  readonly onOut: (bytes: number) => void;
}

/** What a local client sends: kept until a pod has answered, and passed on to the pod that is asked just now. */
export class Uplink {
  readonly #local: Socket;
  readonly #onOut: (bytes: number) => void;
  #kept: Buffer[] | undefined = [];
  #keptBytes = 0;
  #stream: PodStream | undefined;
  #ended = false;

  constructor(local: Socket, onOut: (bytes: number) => void) {
    this.#local = local;
    this.#onOut = onOut;
    local.on('data', (chunk: Buffer) => this.#take(chunk));
    local.on('end', () => (this.#ended = true));
  }

  /** The client has ended its side. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Whether everything sent so far can be sent again to another pod. */
  get replayable(): boolean {
    return this.#kept !== undefined;
  }

  /** Sends to this stream from now on, beginning with what was kept. */
  attach(stream: PodStream): void {
    this.#stream = stream;
    for (const chunk of this.#kept ?? []) this.#write(stream, chunk);
    this.#local.resume();
  }

  /** The pod has answered: nothing has to be sent twice any more. */
  settle(): void {
    this.#kept = undefined;
  }

  #take(chunk: Buffer): void {
    this.#onOut(chunk.length);
    const stream = this.#stream;
    if (this.#kept) {
      this.#kept.push(chunk);
      this.#keptBytes += chunk.length;
      if (this.#keptBytes > KEPT && stream) this.#kept = undefined;
      else if (this.#keptBytes > KEPT) this.#local.pause();
    }
    if (stream) this.#write(stream, chunk);
  }

  #write(stream: PodStream, chunk: Buffer): void {
    if (stream.destroyed || stream.write(chunk)) return;
    this.#local.pause();
    stream.once('drain', () => this.#local.resume());
  }
}

/** Passes on what the pod sends; resolves when both sides are over, and rejects with why the pod's side broke. */
export async function relay(
  local: Socket,
  stream: PodStream,
  { uplink, traffic, clock }: { readonly uplink: Uplink; readonly traffic: Traffic; readonly clock: Clock },
): Promise<void> {
  const over = new AbortController();
  let heard = clock.now();
  try {
    await new Promise<void>((resolve, reject) => {
      stream.on('data', (chunk: Buffer) => {
        heard = clock.now();
        traffic.onIn(chunk.length);
        if (local.write(chunk)) return;
        stream.pause();
        local.once('drain', () => stream.resume());
      });
      stream.once('end', () => {
        local.end();
        stream.end();
      });
      stream.once('error', reject);
      local.once('close', () => resolve());
      const quiet = async (): Promise<void> => {
        while (!stream.writableEnded) {
          const left = heard + QUIET - clock.now();
          if (left <= 0) stream.end();
          else await clock.sleep(left, over.signal);
        }
      };
      const deferEnd = (): void => {
        quiet().catch(() => undefined);
      };
      if (uplink.ended) deferEnd();
      else local.once('end', deferEnd);
    });
  } finally {
    over.abort();
    abandon(stream);
  }
}

/** Gives a stream up; if it has not ended by itself, the other side hears of a reset. */
export function abandon(stream: Duplex): void {
  if (!stream.destroyed) stream.destroy();
}
