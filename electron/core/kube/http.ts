import type { IncomingMessage } from 'node:http';
import { AppError } from '../../../shared/failure.ts';
import type { Clock } from '../clock.ts';
import { Agents } from './agents.ts';
import type { KubeApi, KubeRequest, Upgraded } from './api.ts';
import { readLines, readStart, readText } from './body.ts';
import type { ContextEntry } from './context-entry.ts';
import { Credentials } from './credentials.ts';
import type { SignIn } from './credentials.ts';
import { exchange, NoAnswer } from './exchange.ts';
import type { Answer } from './exchange.ts';
import type { ExecPlugins } from './exec-plugins.ts';
import type { Impersonation } from './impersonation.ts';
import { linkedAbort } from './linked-abort.ts';
import type { LinkedAbort } from './linked-abort.ts';
import { plainJson, plainText } from './plain-text.ts';
import { proxyFor } from './proxy.ts';
import { secretsIn, without } from './secrets-sent.ts';
import { shownUrl } from './server-url.ts';
import { fromAnswer, fromError, isTrouble } from './status.ts';
import type { Asked } from './status.ts';
import { Tls } from './tls.ts';

const TIMEOUT = 10_000;

export interface ApiOptions {
  readonly clock: Clock;
  readonly execPlugins: ExecPlugins;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** In place of the kubeconfig's own impersonation (`--as`, `--as-group`). */
  readonly impersonate?: Impersonation;
}

/**
 * Opens the API server of a context. Nothing is sent before the first request.
 *
 * Each call rejects with an `AppError`, or with the reason of its signal when that aborts. `close` ends what is on
 * its way and closes the connections; sockets that have switched protocols belong to who asked for them.
 */
export function openApi(entry: ContextEntry, options: ApiOptions): KubeApi {
  return new HttpApi(entry, options);
}

type Headers = Readonly<Record<string, string>>;

interface Way {
  readonly agents: Agents;
  readonly proxy: string | undefined;
}

interface Call {
  readonly request: KubeRequest;
  readonly headers: Headers;
  readonly timeout: number;
  readonly link: LinkedAbort;
  /** The credentials that went out with it: an answer that repeats them is not repeated. */
  secrets: readonly string[];
}

class HttpApi implements KubeApi {
  readonly server: string;
  readonly #entry: ContextEntry;
  readonly #options: ApiOptions;
  readonly #credentials: Credentials;
  readonly #tls: Tls;
  readonly #calls = new Set<Call>();
  #way: Way | undefined;
  #isClosed = false;

  constructor(entry: ContextEntry, options: ApiOptions) {
    this.server = shownUrl(entry.cluster.server);
    this.#entry = entry;
    this.#options = options;
    this.#tls = new Tls(entry);
    this.#credentials = new Credentials(entry, {
      ...options,
      openApi: (issuer) => openApi(issuer, { ...options, impersonate: {} }),
    });
  }

  json<T>(request: KubeRequest): Promise<T> {
    return this.#run(request, {}, async (call) => {
      const response = await this.#good(call);
      const text = await readText(response, { clock: this.#options.clock, timeout: call.timeout });
      return parse(text, { response, asked: this.#asked(call) }) as T; // the caller says what the path holds
    });
  }

  async *lines<T>(request: KubeRequest & { readonly onBytes?: () => void }): AsyncGenerator<T> {
    const call = this.#open(request, {});
    const onBytes = request.onBytes ?? (() => undefined);
    let response: IncomingMessage | undefined;
    try {
      response = await this.#good(call);
      onBytes();
      for await (const line of readLines(response, onBytes))
        yield parse(line, { response, asked: this.#asked(call) }) as T;
    } catch (error) {
      throw this.#why(error, call);
    } finally {
      response?.destroy();
      this.#end(call);
    }
  }

  async *bytes(request: KubeRequest): AsyncGenerator<Buffer> {
    const call = this.#open(request, { Accept: '*/*' });
    let response: IncomingMessage | undefined;
    try {
      ({ response } = await this.#answer(call));
      if (!isGood(response)) throw await this.#refusal(response, call);
      yield* response as AsyncIterable<Buffer>;
    } catch (error) {
      throw this.#why(error, call);
    } finally {
      response?.destroy();
      this.#end(call);
    }
  }

  upgrade(request: KubeRequest & { readonly headers: Headers }): Promise<Upgraded> {
    return this.#run(request, { ...request.headers, Connection: 'Upgrade' }, async (call) => {
      const { response, upgraded } = await this.#answer(call);
      if (!upgraded) throw await this.#refusal(response, call);
      return { ...upgraded, headers: response.headers };
    });
  }

  close(): void {
    this.#isClosed = true;
    for (const { link } of this.#calls) link.abort(closed());
    this.#way?.agents.close();
  }

  async #run<T>(request: KubeRequest, headers: Headers, work: (call: Call) => Promise<T>): Promise<T> {
    const call = this.#open(request, headers);
    try {
      return await work(call);
    } catch (error) {
      throw this.#why(error, call);
    } finally {
      this.#end(call);
    }
  }

  #open(request: KubeRequest, headers: Headers): Call {
    const { timeout = TIMEOUT, signal } = request;
    const call = { request, headers, timeout, link: linkedAbort(signal), secrets: [] };
    this.#calls.add(call);
    if (this.#isClosed) call.link.abort(closed());
    return call;
  }

  #end(call: Call): void {
    call.link.release();
    this.#calls.delete(call);
  }

  /** An answer of JSON with a good status, its body still to be read. */
  async #good(call: Call): Promise<IncomingMessage> {
    const { response } = await this.#answer(call);
    const good = isGood(response) && /json/.test(response.headers['content-type'] ?? '');
    if (!good) throw await this.#refusal(response, call);
    return response;
  }

  async #refusal(response: IncomingMessage, call: Call): Promise<AppError> {
    const text = await readStart(response, { clock: this.#options.clock, timeout: call.timeout });
    const { failure } = fromAnswer(
      {
        status: response.statusCode ?? 0,
        type: response.headers['content-type'] ?? '',
        location: response.headers.location,
        text,
      },
      this.#asked(call),
    );
    return new AppError(plainJson(failure, (words) => without(call.secrets, plainText(words))));
  }

  /** Asks once more with a newer credential after a 401, and when the server says after which time. */
  async #answer(call: Call): Promise<Answer> {
    const { signal } = call.link;
    signal.throwIfAborted();
    if (this.#entry.failure) throw new AppError(this.#entry.failure);
    let signIn = await this.#credentials.signIn(signal);
    let answer = await this.#send(call, signIn);
    if (answer.response.statusCode === 401) {
      const newer = await this.#credentials.renew(signIn, signal);
      if (!newer) return answer;
      signIn = newer;
      answer.response.resume();
      answer = await this.#send(call, signIn);
    }
    const wait = retryAfter(answer.response);
    if (wait === undefined || wait > call.timeout) return answer;
    answer.response.resume();
    await this.#options.clock.sleep(wait, signal);
    return this.#send(call, signIn);
  }

  async #send(call: Call, signIn: SignIn): Promise<Answer> {
    const { request, headers, timeout, link } = call;
    const { clock } = this.#options;
    const url = new URL(`${this.#entry.cluster.server}${request.path}`);
    const body = bodyOf(request);
    const tls = url.protocol === 'https:' ? await this.#tls.settings(signIn.certificate, clock.now()) : undefined;
    const agent = await this.#findWay().agents.for(tls);
    const method = request.method ?? 'GET';
    const all = {
      Accept: 'application/json',
      'User-Agent': 'portolan',
      ...(body !== undefined && {
        'Content-Type': request.contentType ?? 'application/json',
        'Content-Length': Buffer.byteLength(body),
      }),
      ...headers,
      ...signIn.headers,
    };
    call.secrets = secretsIn(all, body);
    const repeatable = method === 'GET' || 'Connection' in headers;
    for (;;) {
      try {
        return await exchange({ url, method, headers: all, body, agent, clock, timeout, signal: link.signal });
      } catch (error) {
        // The server had closed a kept connection at the same moment: each try takes one of them out of the pool.
        if (!repeatable || !(error instanceof NoAnswer && error.onKeptConnection) || error.timedOut) throw error;
      }
    }
  }

  /** The proxy's address may be no use, so this waits for the first request. */
  #findWay(): Way {
    if (this.#way) return this.#way;
    const { server, 'proxy-url': proxyUrl } = this.#entry.cluster;
    const proxy = proxyFor(server, proxyUrl, this.#options.env);
    this.#way = { agents: new Agents(server, proxy), proxy: proxy && shownUrl(proxy.href) };
    return this.#way;
  }

  #asked({ request, timeout }: Call): Asked {
    const { verb, resource, namespace, path } = request;
    const { name: context, userName: user } = this.#entry;
    return { context, server: this.server, user, proxy: this.#way?.proxy, verb, resource, namespace, path, timeout };
  }

  #why(error: unknown, call: Call): unknown {
    const { signal } = call.link;
    if (signal.aborted) return signal.reason;
    return isTrouble(error) ? fromError(error, this.#asked(call)) : error;
  }
}

/** Text is sent as it is: a form, or a patch already written. */
function bodyOf({ body }: KubeRequest): string | undefined {
  return body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
}

function isGood({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode >= 200 && statusCode < 300;
}

/** In ms; undefined where the server does not ask for another try, or names a date rather than seconds. */
function retryAfter({ statusCode, headers }: IncomingMessage): number | undefined {
  if (statusCode !== 429 && statusCode !== 503) return undefined;
  const seconds = headers['retry-after'];
  return seconds !== undefined && /^\d+$/.test(seconds) ? Number(seconds) * 1000 : undefined;
}

function parse(
  text: string,
  { response, asked }: { readonly response: IncomingMessage; readonly asked: Asked },
): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { statusCode: status = 0, headers } = response;
    throw fromAnswer({ status, type: headers['content-type'] ?? '', text }, asked);
  }
}

function closed(): Error {
  return new DOMException('The connection was closed', 'AbortError');
}
