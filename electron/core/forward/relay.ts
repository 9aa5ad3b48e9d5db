import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import type { Alarm } from './alarm.ts';
import { isSafeRequest } from './http/safe-request.ts';
import type { Lingerers } from './lingerers.ts';
import type { PodStream } from './pod-stream.ts';

/** What a client sent before the pod answered is kept, so that another pod can be asked in its place; up to so much. */
const KEPT = 64 * 1024;
/** What an app may have read already is sent to so many more. */
const REPEATS = 2;
/** What may wait for the client to take it: enough that the next piece is there when one is gone. */
const UNSENT = 256 * 1024;
/** Pieces from so many bytes on go out together with those of the same turn; smaller ones at once. */
const LARGE = 8 * 1024;
/** What an app that has ended its side has left to read what the client still says, in ms: as long as the runtimes give it. */
const LAST_WORDS = 1000;

export interface Traffic {
  /** Bytes from the pod to the local client. */
  readonly onIn: (bytes: number) => void;
  /** Bytes the other way. */
  readonly onOut: (bytes: number) => void;
}

/** What the connections of a forward share. */
export interface UplinkOptions {
  readonly clock: Clock;
  readonly alarm: Alarm;
  readonly lingerers: Lingerers;
  readonly onOut: (bytes: number) => void;
}

/** What a local client sends: kept until a pod has answered, and passed on to the pod that is asked just now. */
export class Uplink {
  readonly #local: Socket;
  readonly #options: UplinkOptions;
  #kept: Buffer[] | undefined = [];
  #sent = 0;
  #repeats = 0;
  #stream: PodStream | undefined;
  /** The stream that takes no more for now; the client waits for it. */
  #full: PodStream | undefined;
  #clientEnded = false;
  #heard = 0;
  #answered = false;

  constructor(local: Socket, options: UplinkOptions) {
    this.#local = local;
    this.#options = options;
    local.on('data', (chunk: Buffer) => this.#take(chunk));
    local.once('end', () => {
      this.#clientEnded = true;
      if (this.#stream) this.#linger(this.#stream);
    });
  }

  /** When the pod was heard last. */
  get heard(): number {
    return this.#heard;
  }

  /** Whether the pod has said anything since the client's last word. */
  get answered(): boolean {
    return this.#answered;
  }

  /** Whether everything sent so far can be sent again to another pod. */
  get replayable(): boolean {
    return this.#kept !== undefined;
  }

  /** Whether it may be sent again although an app may have acted on it: it only asks for something to be read. */
  get mayRepeat(): boolean {
    return this.#kept !== undefined && this.#repeats < REPEATS && isSafeRequest(this.#kept);
  }

  /** Whether the client has said anything yet. */
  get hasSent(): boolean {
    return this.#sent > 0;
  }

  /** Sends to this stream from now on, beginning with what was kept. */
  attach(stream: PodStream): void {
    this.#stream = stream;
    this.#full = undefined;
    this.#heard = this.#options.clock.now();
    this.#local.resume();
    for (const chunk of this.#kept ?? []) this.#write(stream, chunk);
    if (this.#clientEnded) this.#linger(stream);
  }

  /** An app may have read what was sent, and acted on it: asking another one could do things twice. */
  expose(): void {
    if (this.mayRepeat) this.#repeats += 1;
    else this.settle();
  }

  /** Nothing may be sent twice any more. */
  settle(): void {
    this.#kept = undefined;
  }

  /** The pod has said something. */
  hear(): void {
    this.#heard = this.#options.clock.now();
    this.#answered = true;
  }

  /** The pod has said all. */
  hearEnd(): void {
    if (this.#clientEnded) this.finish();
    else this.#options.alarm.set(this.finish, LAST_WORDS);
  }

  /** Ends the pod's side. */
  readonly finish = (): void => {
    // Ending twice would make an error for nobody.
    if (this.#stream?.writable) this.#stream.end();
    this.#full = undefined;
    this.#local.resume();
  };

  close(): void {
    this.#options.alarm.clear(this.finish);
    this.#options.lingerers.delete(this);
    this.#kept = undefined;
  }

  #take(chunk: Buffer): void {
    this.#options.onOut(chunk.length);
    this.#answered = false;
    this.#sent += chunk.length;
    const stream = this.#stream;
    this.#kept?.push(chunk);
    if (this.#sent > KEPT && stream) this.#kept = undefined;
    else if (this.#sent > KEPT) this.#local.pause();
    if (stream) this.#write(stream, chunk);
  }

  #write(stream: PodStream, chunk: Buffer): void {
    // Nobody reads it any more; it is taken all the same, for the client's end comes behind it.
    if (!stream.writable) return;
    if (stream.write(chunk) || this.#full === stream) return;
    this.#full = stream;
    this.#local.pause();
    stream.once('drain', () => {
      if (this.#full !== stream) return;
      this.#full = undefined;
      this.#local.resume();
    });
  }

  #linger(stream: PodStream): void {
    stream.linger();
    // A pod that has ended, or a stream that broke, waits for nobody.
    if (stream.readableEnded || !stream.writable) this.finish();
    else this.#options.lingerers.add(this);
  }
}

/** Passes on what the pod sends; resolves when both sides are over, and rejects with why the pod's side broke. */
export async function relay(
  local: Socket,
  stream: PodStream,
  { uplink, onIn }: { readonly uplink: Uplink; readonly onIn: (bytes: number) => void },
): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      stream.on('data', (chunk: Buffer) => {
        uplink.hear();
        onIn(chunk.length);
        if (chunk.length >= LARGE) gather(local);
        local.write(chunk);
        if (local.writableLength < UNSENT) return;
        stream.pause();
        local.once('drain', () => stream.resume());
      });
      stream.once('end', () => {
        // A stream that broke hands out what it had before, and then fails: that is no end to pass on.
        if (stream.errored) return;
        local.end();
        uplink.hearEnd();
      });
      stream.once('error', reject);
      local.once('close', () => resolve());
    });
  } finally {
    abandon(stream);
  }
}

/** Lets everything that is written in this turn of the event loop go out in one piece: a TLS record is only 16 KB. */
function gather(local: Socket): void {
  if (local.writableCorked > 0) return;
  local.cork();
  setImmediate(() => local.uncork());
}

/** Gives a stream up; if it has not ended by itself, the other side hears of a reset. */
export function abandon(stream: Duplex): void {
  if (!stream.destroyed) stream.destroy();
}

/** Resets a connection once what was written to it is on its way: a client may still read an answer that broke off. */
export function reset(local: Socket): void {
  if (local.writableLength === 0 || local.writableEnded) local.resetAndDestroy();
  else local.write('', () => local.resetAndDestroy());
}
