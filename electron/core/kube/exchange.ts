import { request as requestHttp } from 'node:http';
import type { Agent, ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { Clock } from '../clock.ts';

/** One HTTP request, ready to go. */
export interface Outgoing {
  readonly url: URL;
  readonly method: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body?: string | undefined;
  readonly agent: Agent;
  readonly clock: Clock;
  /** Until the response's headers, in ms. */
  readonly timeout: number;
  /** Ends the request, and the response as long as it has not ended by itself. */
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly response: IncomingMessage;
  /** Where the server has switched protocols. */
  readonly upgraded?: { readonly socket: Duplex; readonly head: Buffer };
}

/** Why no answer came, with what is known only while the connection is there. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  /** The kept connection had been closed by the server: a fresh one may do. */
  readonly onKeptConnection: boolean;
  readonly timedOut: boolean;
  /** What the proxy said in place of leading on. */
  readonly proxyStatus: number | undefined;
  /** Until when the server's certificate is good, as OpenSSL words it. */
  readonly serverValidTo: string | undefined;

  constructor(
    cause: unknown,
    known: Partial<Pick<NoAnswer, 'onKeptConnection' | 'timedOut' | 'proxyStatus' | 'serverValidTo'>>,
  ) {
    super('no answer', { cause });
    this.onKeptConnection = known.onKeptConnection ?? false;
    this.timedOut = known.timedOut ?? false;
    this.proxyStatus = known.proxyStatus;
    this.serverValidTo = known.serverValidTo;
  }
}

/**
 * Sends a request and gives the answer as soon as its headers are there, whatever its status.
 *
 * Rejects with `NoAnswer`, or with the signal's reason when it aborts.
 */
export function exchange(outgoing: Outgoing): Promise<Answer> {
  const { signal } = outgoing;
  if (signal.aborted) return Promise.reject(signal.reason as Error);
  return new Promise((resolve, reject) => {
    const request = start(outgoing);
    const answered = new AbortController();
    let timedOut = false;
    let proxyStatus: number | undefined;
    let serverValidTo: string | undefined;
    let response: IncomingMessage | undefined;

    const stop = (): void => {
      (response ?? request).destroy(signal.reason as Error);
    };
    const release = (): void => signal.removeEventListener('abort', stop);
    const settle = (): void => answered.abort();
    const giveUp = (cause: unknown): void => {
      settle();
      release();
      const onKeptConnection = request.reusedSocket;
      reject(
        signal.aborted
          ? (signal.reason as Error)
          : new NoAnswer(cause, { onKeptConnection, timedOut, proxyStatus, serverValidTo }),
      );
    };

    signal.addEventListener('abort', stop, { once: true });
    outgoing.clock.sleep(outgoing.timeout, answered.signal).then(
      () => {
        timedOut = true;
        request.destroy(new Error('no headers in time'));
      },
      () => undefined,
    );
    request.on('proxyConnect', (answer: { readonly statusCode?: number }) => {
      if (answer.statusCode !== 200) proxyStatus = answer.statusCode;
    });
    request.on('socket', (socket) => {
      // One that is used again has shown its certificate, and would collect listeners.
      if (!request.reusedSocket) onCertificate(socket, (validTo) => (serverValidTo = validTo));
    });
    request.on('error', giveUp);
    request.on('upgrade', (head, socket, rest) => {
      settle();
      release(); // from here on the socket is the caller's
      resolve({ response: head, upgraded: { socket, head: rest } });
    });
    request.on('response', (incoming) => {
      if (proxyStatus !== undefined) return giveUp(incoming.destroy());
      settle();
      response = incoming;
      incoming.once('close', release);
      resolve({ response: incoming });
    });
    request.end(outgoing.body);
  });
}

function start({ url, method, headers, agent }: Outgoing): ClientRequest {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const path = `${url.pathname}${url.search}`;
  const hostname = url.hostname.replaceAll(/[[\]]/g, '');
  return request({ protocol: url.protocol, hostname, port: url.port, path, method, headers, agent });
}

/** A socket that refuses its peer forgets the certificate: this looks at it before Node does. */
function onCertificate(socket: unknown, tell: (validTo: string) => void): void {
  if (!(socket instanceof TLSSocket)) return;
  socket.prependOnceListener('secure', () => {
    tell(socket.getPeerCertificate().valid_to);
  });
}
