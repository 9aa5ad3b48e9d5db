import type { Duplex } from 'node:stream';

/**
 * One connection into a pod, however it is carried there. It ends when the pod has ended its side, and can then still
 * be written to. `destroy()` gives it up; an error that destroys it is an `AppError`.
 */
export interface PodStream extends Duplex {
  /** Fulfilled by the pod's first byte or its end, rejected when the stream fails or is given up before. */
  readonly answered: Promise<'bytes' | 'end'>;
  /** False as long as, or if in the end, nothing that was written can have got to the app in the pod. */
  readonly reached: boolean;
  /** Its client has nothing more to say: it is kept for the answer, and leaves its place to others. */
  linger(): void;
}

/** A way into one pod that carries several streams. */
export interface PodSession {
  /** How many streams it carries now. */
  readonly live: number;
  /** How many of them have a client that may still say something. */
  readonly load: number;
  /** Whether it takes more of them. */
  readonly accepting: boolean;
  /** Whether one of its streams moves so much that another one would wait for it. */
  readonly busy: boolean;
  readonly ended: boolean;
  open(port: number): PodStream;
  /** Calls `listener` when a stream has closed or lingers, and when `accepting`, `busy` or `ended` has changed. */
  onChange(listener: () => void): void;
  close(): void;
}

/** Which pod: the uid tells it from a later one of the same name, where the uid is known. */
export interface PodTarget {
  readonly namespace: string;
  readonly pod: string;
  readonly uid?: string;
}

export interface Dialling {
  /** The port of the pod that is wanted first. */
  readonly port: number;
  readonly signal: AbortSignal;
  /** Nobody waits for it yet. */
  readonly isSpare: boolean;
}

/** A transport: makes a session with a pod, or rejects with an `AppError`. */
export type Dial = (target: PodTarget, dialling: Dialling) => Promise<PodSession>;
