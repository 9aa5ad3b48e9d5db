import { createServer, ServerResponse, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { AppError, failure, toFailure, type Failure } from '../../../../shared/failure.ts';
import type { RequestEntry } from '../../../../shared/model/http.ts';
import type { Clock } from '../../clock.ts';
import { Alarm } from '../alarm.ts';
import type { Errand } from '../errands.ts';
import { apologise } from './apology.ts';
import { LONGEST_HEAD } from './ask.ts';
import { deliver } from './deliver.ts';
import { Exchange } from './exchange.ts';
import { protocolOf } from './first-line.ts';
import { withHost } from './headers.ts';
import { Lines } from './lines.ts';
import type { Peek } from './peek.ts';
import { recordedPath } from './recorded-path.ts';
import type { RequestLog } from './request-log.ts';

/** So long a client may say nothing, or be at saying what it wants, while no request of it is under way; in ms. */
const QUIET = 60_000;
/** So many requests of a client may wait for the one before them; more are not read. */
const AHEAD = 16;

export interface HttpFrontOptions {
  readonly clock: Clock;
  readonly log: RequestLog;
  /** As messages name the Service. */
  readonly service: string;
  /** The Host to tell the app; undefined for the client's own. */
  readonly host: () => string | undefined;
  /** Whether the client may ask for this Host. */
  readonly knows: (host: string | undefined) => boolean;
  readonly begin: (source: string) => Errand;
  /** Carries a connection whose bytes are not looked at. */
  readonly pass: (socket: Socket, onAnswer?: (answer: Peek) => void) => Promise<void>;
}

interface Client {
  /** Fulfilled when the requests so far are over. */
  turn: Promise<void>;
  ahead: number;
  /** Ends the connection unless a request begins. */
  readonly cut: () => void;
}

/** Takes a forward's connections, and finds an endpoint for each HTTP/1 request on them; all else is passed on whole. */
export class HttpFront {
  readonly #options: HttpFrontOptions;
  readonly #server: Server;
  readonly #lines: Lines;
  readonly #alarm: Alarm;
  readonly #clients = new WeakMap<Duplex, Client>();

  constructor(options: HttpFrontOptions) {
    this.#options = options;
    this.#lines = new Lines(options.clock);
    this.#alarm = new Alarm(options.clock);
    // It never listens: it is given connections. Who says nothing is our own business, by our own clock.
    const limits = { maxHeaderSize: LONGEST_HEAD, keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 };
    this.#server = createServer(limits, (request, response) => this.#take(request, response));
    // A client that ends its side early still wants its answer; Node has the switch, its types don't.
    Object.assign(this.#server, { httpAllowHalfOpen: true });
    // Dropping headers from some number on would make another request of it.
    this.#server.maxHeadersCount = 0;
    const take = (request: IncomingMessage, response: ServerResponse): void => this.#take(request, response);
    this.#server.on('checkContinue', take).on('checkExpectation', take);
    const pass = (request: IncomingMessage, socket: Duplex, head: Buffer): void =>
      this.#pass(request, { socket, head });
    this.#server.on('upgrade', pass).on('connect', pass);
  }

  /** A connection that was just accepted. */
  accept(socket: Socket): void {
    const cut = (): void => void socket.destroy();
    this.#clients.set(socket, { turn: Promise.resolve(), ahead: 0, cut });
    socket.on('error', () => undefined);
    socket.once('close', () => this.#alarm.clear(cut));
    this.#alarm.set(cut, QUIET);
    const heard: Buffer[] = [];
    const hear = (chunk: Buffer): void => {
      heard.push(chunk);
      const all = Buffer.concat(heard);
      const protocol = protocolOf(all);
      if (protocol === undefined) return;
      socket.off('data', hear).off('end', cut).pause();
      socket.unshift(all);
      if (protocol === 'http') {
        this.#server.emit('connection', socket);
        socket.resume();
      } else {
        this.#alarm.clear(cut);
        this.#options.pass(socket).catch(() => undefined);
      }
    };
    socket.on('data', hear).once('end', cut);
  }

  close(): void {
    this.#alarm.close();
    this.#lines.close();
    this.#server.close();
  }

  #client(socket: Duplex): Client | undefined {
    return this.#clients.get(socket);
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    this.#inTurn(socket, () => this.#answer(request, response));
  }

  /** Requests sent ahead are done one after the other, as the client may count on. */
  #inTurn(socket: Duplex, work: () => Promise<void>): void {
    const client = this.#client(socket);
    if (!client) return;
    this.#alarm.clear(client.cut);
    client.ahead += 1;
    if (client.ahead > AHEAD) socket.pause();
    client.turn = client.turn.then(work).then(() => {
      client.ahead -= 1;
      if (client.ahead === AHEAD) socket.resume();
      if (client.ahead > 0 || socket.destroyed) return;
      this.#alarm.set(client.cut, QUIET);
    });
  }

  /** Never rejects. */
  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { clock, host, service, begin, log } = this.#options;
    if (request.socket.destroyed) return;
    if (!this.#options.knows(request.headers.host)) {
      this.#turnAway(request, response);
      return;
    }
    const gone = new AbortController();
    const leave = (): void => gone.abort(new Error('the local client is gone'));
    request.socket.once('close', leave);
    const { way, end } = begin(request.socket.remoteAddress ?? '');
    const exchange = new Exchange({ request, response, lines: this.#lines, host: host() }, way);
    const at = clock.now();
    let received = 0;
    const entry = (outcome: Partial<RequestEntry>): Omit<RequestEntry, 'key'> => ({
      at,
      method: request.method ?? '?',
      path: recordedPath(request.url ?? ''),
      ms: clock.now() - at,
      bytes: { in: received, out: exchange.body.length },
      retried: exchange.retried,
      ...(exchange.asked && { pod: exchange.asked.pod }),
      ...outcome,
    });
    let update = (outcome: Omit<RequestEntry, 'key'>): void => {
      update = log.add(outcome);
    };
    try {
      const answered = await exchange.answer(gone.signal);
      const status = answered.answer.statusCode ?? 0;
      update(entry({ status, running: true }));
      const { onIn: onHead } = way.traffic;
      const onBody = (bytes: number): void => {
        received += bytes;
        onHead(bytes);
      };
      try {
        await deliver(answered, response, { onHead, onBody });
        update(entry({ status }));
        end();
      } catch (error) {
        const isGone = gone.signal.aborted;
        update(entry({ status, ...(!isGone && { failure: toFailure(error) }) }));
        end(isGone ? undefined : error);
      } finally {
        answered.done();
      }
    } catch (error) {
      end(gone.signal.aborted ? undefined : error);
      if (gone.signal.aborted) {
        update(entry({}));
        return;
      }
      const reason: Failure = error instanceof AppError ? error.failure : toFailure(error);
      update(entry({ status: apologise(response, reason, service), failure: reason }));
    } finally {
      request.socket.off('close', leave);
    }
  }

  /** Answers a page of another site, or whoever it is, in the app's place. */
  #turnAway(request: IncomingMessage, response: ServerResponse): void {
    const { clock, log, service } = this.#options;
    const { method = '?', url = '', headers } = request;
    const reason = failure('forward-host', { host: headers.host ?? '', service });
    const status = apologise(response, reason, service);
    const nothing = { ms: 0, bytes: { in: 0, out: 0 }, retried: 0 };
    log.add({ at: clock.now(), method, path: recordedPath(url), status, failure: reason, ...nothing });
  }

  /** A request after which the connection speaks something else: it is one endpoint's from here on. */
  #pass(request: IncomingMessage, { socket, head }: { readonly socket: Duplex; readonly head: Buffer }): void {
    this.#inTurn(socket, async () => {
      const { clock, host, knows, log, pass } = this.#options;
      if (!knows(request.headers.host)) {
        const response = new ServerResponse(request);
        response.assignSocket(request.socket);
        response.once('finish', () => socket.end());
        this.#turnAway(request, response);
        return;
      }
      const { method = 'GET', url = '/', httpVersion, rawHeaders } = request;
      const headers = withHost(rawHeaders, host());
      const lines = headers.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${headers[at + 1] ?? ''}\r\n`] : []));
      const start = Buffer.from(`${method} ${url} HTTP/${httpVersion}\r\n${lines.join('')}\r\n`, 'latin1');
      socket.unshift(Buffer.concat([start, head]));
      const at = clock.now();
      const onAnswer = (answer: Peek): void => {
        log.add({
          at,
          method,
          path: recordedPath(url),
          ms: clock.now() - at,
          bytes: { in: 0, out: 0 },
          retried: 0,
          ...answer,
        });
      };
      await pass(request.socket, onAnswer);
    });
  }
}
