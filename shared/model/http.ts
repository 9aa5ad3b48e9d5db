import type { Keyed } from '../change.ts';
import type { Failure } from '../failure.ts';

export const httpModes = ['automatic', 'on', 'off'] as const;

export type HttpMode = (typeof httpModes)[number];

/** How a forward treats HTTP/1.1; what is something else on the same port is passed on as bytes. */
export interface HttpWishes {
  /** Whether each request is balanced by itself. `automatic` when left out: where the port's appProtocol says HTTP/1.1. */
  readonly http?: HttpMode;
  /** The Host that the app is told: the client's own when empty or left out, `cluster` for the Service's DNS name, or this. */
  readonly host?: string;
}

/** One request through a forward, kept in memory alone; `key` counts up. */
export interface RequestEntry extends Keyed {
  /** When it came, in ms of the epoch. */
  readonly at: number;
  readonly method: string;
  /** The path and query, credentials in the query masked. */
  readonly path: string;
  /** What the app answered, or Portolan in its place; undefined where the connection was cut. */
  readonly status?: number;
  /** The Pod that answered, or that was asked last. */
  readonly pod?: string;
  /** The answer's head has come, its end has not. */
  readonly running?: boolean;
  /** From the request's head to the answer's end, or to its head while it still runs. */
  readonly ms: number;
  /** Of the bodies: `in` from the Pod, `out` to it. */
  readonly bytes: { readonly in: number; readonly out: number };
  /** How many more endpoints it was sent to. */
  readonly retried: number;
  /** Why the app's answer was not given, or not whole. */
  readonly failure?: Failure;
}
