import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import { sendError, sendText } from './api/exchange.ts';
import { expired, StatusError } from '../api-rules/status-error.ts';

/** What a request gets instead of its answer. */
export type Fault =
  | { readonly t: 'status'; readonly code: 410 | 429 | 500 | 503 }
  /** Nonsense where JSON is expected. */
  | { readonly t: 'garbage' }
  /** As a sign-in page in front of the server. */
  | { readonly t: 'html' }
  /** The connection ends after so many bytes of the answer. */
  | { readonly t: 'cut'; readonly after: number }
  | { readonly t: 'hang' };

/** Which requests have to suffer: all, lists, watches, or those to paths that match. */
export type Victims = 'all' | 'lists' | 'watches' | RegExp;

interface Rule {
  readonly fault: Fault;
  readonly victims: Victims;
  left: number;
}

/** Switches for everything that goes wrong with a real server. Nothing is wrong until one is set. */
export class Faults {
  /** Milliseconds before each answer, and the most that chance adds to it. */
  latency: { readonly ms: number; readonly jitter?: number } = { ms: 0 };
  /** Milliseconds before each answer to a list. */
  listDelay = 0;
  readonly #clock: Clock;
  readonly #sockets = new Set<Socket>();
  #rules: Rule[] = [];
  #onCut: (isCut: boolean) => Promise<void> = () => Promise.resolve();
  #isCut = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The next `times` requests of `victims` fail so; Infinity until `clear`. */
  fail(
    fault: Fault,
    { victims = 'all', times = 1 }: { readonly victims?: Victims; readonly times?: number } = {},
  ): void {
    this.#rules.push({ fault, victims, left: times });
  }

  /** Everything works again, but for the cut. */
  clear(): void {
    this.#rules = [];
    this.latency = { ms: 0 };
    this.listDelay = 0;
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  /** As when the server is killed: all connections end, and nobody listens. */
  async cut(): Promise<void> {
    this.#isCut = true;
    const closed = this.#onCut(true);
    this.dropConnections();
    await closed;
  }

  /** It listens again, at the same address. */
  async restore(): Promise<void> {
    await this.#onCut(false);
    this.#isCut = false;
  }

  /** Ends all connections, watches and tunnels in mid-frame; new ones are taken. */
  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** For the server alone. */
  connect(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
  }

  /** For the server alone: how it stops listening and starts again. */
  onCut(listener: (isCut: boolean) => Promise<void>): void {
    this.#onCut = listener;
  }

  /** For the server alone: waits as long as it must, and tells whether the request has been dealt with. */
  async befall(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const { ms, jitter = 0 } = this.latency;
    const wait = ms + jitter * this.#clock.random() + (isOf(request, 'lists') ? this.listDelay : 0);
    if (wait > 0) await this.#clock.sleep(wait);
    const rule = this.#rules.find(({ victims, left }) => left > 0 && isOf(request, victims));
    if (!rule) return false;
    rule.left--;
    return inflict(rule.fault, response);
  }
}

function isOf({ url = '', method }: IncomingMessage, victims: Victims): boolean {
  if (victims instanceof RegExp) return victims.test(url);
  if (victims === 'all') return true;
  const isWatch = /[?&]watch=(1|true)/.test(url);
  if (victims === 'watches') return isWatch;
  return method === 'GET' && !isWatch && /\/v1\/(namespaces\/[^/]+\/)?[a-z]+(\?|$)/.test(url);
}

function inflict(fault: Fault, response: ServerResponse): boolean {
  switch (fault.t) {
    case 'status':
      sendError(response, refusalOf(fault.code));
      return true;
    case 'garbage':
      sendText(response, { type: 'application/json', text: '{"kind":"ServiceList","items":[{"metadata":\u0000' });
      return true;
    case 'html':
      sendText(response, { type: 'text/html', text: '<!doctype html><title>Sign in</title><h1>Sign in</h1>' });
      return true;
    case 'cut':
      cutAfter(response, fault.after);
      return false;
    case 'hang':
      return true;
  }
}

function refusalOf(code: 410 | 429 | 500 | 503): StatusError {
  switch (code) {
    case 410:
      return expired('The resourceVersion for the provided list is too old.');
    case 429:
      return new StatusError({
        code,
        reason: 'TooManyRequests',
        message: 'too many requests, please try again later',
        details: { retryAfterSeconds: 1 },
      });
    case 500:
      return new StatusError({
        code,
        reason: 'InternalError',
        message: 'Internal error occurred: etcdserver: leader changed',
      });
    case 503:
      return new StatusError({
        code,
        reason: 'ServiceUnavailable',
        message: 'the server is currently unable to handle the request',
      });
  }
}

/** Lets so many bytes of the answer through, and ends the connection there. */
function cutAfter(response: ServerResponse, after: number): void {
  let left = after;
  const pass = (chunk: unknown): Buffer | undefined => {
    if (typeof chunk !== 'string' && !Buffer.isBuffer(chunk)) return undefined;
    const bytes = Buffer.from(chunk).subarray(0, left);
    left -= bytes.length;
    return bytes;
  };
  const write = response.write.bind(response) as (chunk: unknown, done: () => void) => boolean;
  const send = (chunk: unknown): boolean => {
    const bytes = pass(chunk);
    return write(bytes ?? '', () => {
      if (left === 0) response.destroy();
    });
  };
  Object.assign(response, { write: send, end: (chunk: unknown) => (send(chunk), response) });
}
