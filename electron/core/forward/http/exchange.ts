import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, fail, isRetryable, type Failure } from '../../../../shared/failure.ts';
import type { Candidate } from '../../balance/eligible.ts';
import { linkedAbort } from '../../kube/linked-abort.ts';
import type { Way } from '../connect.ts';
import { ask } from './ask.ts';
import { headLength, keepAliveOf, requestHeaders } from './headers.ts';
import type { Line } from './line.ts';
import type { Lines } from './lines.ts';
import { RequestBody } from './request-body.ts';

/** Wait before all endpoints are asked once more, while a request may still wait, in ms. */
const NEXT_ROUND = 250;
/** A request that may have been acted on is sent to so many more endpoints. */
const REPEATS = 2;

/** Doing these twice is as doing them once (RFC 9110, 9.2.2). */
const idempotent: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

export interface Asking {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly lines: Lines;
  /** The Host to tell the app; undefined for the client's own. */
  readonly host: string | undefined;
}

export interface Answered {
  readonly answer: IncomingMessage;
  readonly candidate: Candidate;
  readonly line: Line;
  /** The exchange is over. */
  readonly done: () => void;
}

/** One request of a client: asks one endpoint after the other until one answers. */
export class Exchange {
  readonly body: RequestBody;
  readonly #asking: Asking;
  readonly #way: Way;
  readonly #method: string;
  readonly #headers: string[];
  #repeats = 0;
  #last: Candidate | undefined;
  #missed = 0;

  constructor(asking: Asking, way: Way) {
    const { request, host } = asking;
    this.#asking = asking;
    this.#way = way;
    this.#method = request.method ?? 'GET';
    this.#headers = requestHeaders(request, host);
    this.body = new RequestBody(request, way.traffic.onOut);
  }

  /** How many endpoints were asked in vain. */
  get retried(): number {
    return this.#missed;
  }

  /** Who was asked last. */
  get asked(): Candidate | undefined {
    return this.#last;
  }

  /** Resolves with an answer's head; rejects with an `AppError` when none can be had, and with the reason of `gone`. */
  async answer(gone: AbortSignal): Promise<Answered> {
    const way = this.#way;
    const waiting = linkedAbort(way.patience);
    const onGone = (): void => waiting.abort(gone.reason as Error);
    gone.addEventListener('abort', onGone, { once: true });
    let tried = new Set<string>();
    let last: AppError | undefined;
    try {
      for (;;) {
        gone.throwIfAborted();
        const candidate = await way.pick(tried, waiting.signal);
        if (!candidate) {
          if (last && !isWorthWaiting(last.failure)) throw last;
          tried = new Set();
          await way.clock.sleep(NEXT_ROUND, waiting.signal);
          continue;
        }
        tried.add(candidate.key);
        this.#last = candidate;
        try {
          return await this.#ask(candidate, { waiting: waiting.signal, gone });
        } catch (error) {
          if (!(error instanceof Miss) || gone.aborted) throw error;
          last = error.reason;
          if (!error.mayRepeat || !this.body.replayable) throw last;
          this.#missed += 1;
          way.onMissed(candidate, last.failure);
        }
      }
    } catch (error) {
      throw waiting.signal.aborted && !gone.aborted && last ? last : error;
    } finally {
      gone.removeEventListener('abort', onGone);
      waiting.release();
    }
  }

  async #ask(candidate: Candidate, { waiting, gone }: { waiting: AbortSignal; gone: AbortSignal }): Promise<Answered> {
    const isIdempotent = idempotent.has(this.#method);
    // An app may just have given an idle line up; what must not be done twice is not risked on one.
    const kept = isIdempotent ? this.#asking.lines.take(candidate.key) : undefined;
    if (kept) {
      try {
        return await this.#askOver(kept, candidate, gone);
      } catch (error) {
        if (gone.aborted || !this.body.replayable) throw miss(error, candidate, false);
      }
    }
    const { line, keep } = await this.#open(candidate, waiting);
    if (isIdempotent) line.stream.once('silence', () => line.close());
    try {
      const answered = await this.#askOver(line, candidate, gone);
      keep(keepAliveOf(answered.answer.rawHeaders));
      return answered;
    } catch (error) {
      if (!line.stream.reached) throw miss(error, candidate, true);
      this.#repeats += 1;
      throw miss(error, candidate, isIdempotent && this.#repeats <= REPEATS);
    }
  }

  async #open(
    candidate: Candidate,
    waiting: AbortSignal,
  ): Promise<{ readonly line: Line; readonly keep: (patience: number | undefined) => void }> {
    try {
      const stream = await this.#way.open(candidate, waiting);
      let told: number | undefined;
      const line = this.#asking.lines.add(candidate.key, stream, () => told);
      return { line, keep: (patience) => (told = patience) };
    } catch (error) {
      if (!(error instanceof AppError) || waiting.aborted) throw error;
      throw miss(error, candidate, true);
    }
  }

  async #askOver(line: Line, candidate: Candidate, gone: AbortSignal): Promise<Answered> {
    const { request, response } = this.#asking;
    const target = request.url ?? '/';
    const done = this.#way.onCarried(candidate);
    try {
      const answer = await ask(line, {
        method: this.#method,
        target,
        headers: this.#headers,
        body: this.body,
        signal: gone,
        onInterim: (status, headers) => passInterim(response, status, headers),
      });
      this.body.settle();
      this.#way.onAnswered();
      this.#way.traffic.onOut(headLength(`${this.#method} ${target} HTTP/1.1`, this.#headers));
      return { answer, candidate, line, done };
    } catch (error) {
      done();
      line.close();
      throw error;
    }
  }
}

/** An endpoint that gave no answer. */
class Miss extends Error {
  readonly reason: AppError;
  /** Whether another endpoint may be asked. */
  readonly mayRepeat: boolean;

  constructor(reason: AppError, mayRepeat: boolean) {
    super(reason.message, { cause: reason });
    this.reason = reason;
    this.mayRepeat = mayRepeat;
  }
}

function miss(error: unknown, { namespace, pod }: Candidate, mayRepeat: boolean): Miss {
  if (error instanceof AppError) return new Miss(error, mayRepeat);
  const detail = error instanceof Error ? error.message : String(error);
  return new Miss(fail('forward-failed', { pod: `${namespace}/${pod}`, detail }, error), mayRepeat);
}

/** 100 lets the client send its body, 103 lets it fetch ahead; others are for nobody. */
function passInterim(response: ServerResponse, status: number, headers: NodeJS.Dict<string | string[]>): void {
  const { link } = headers;
  if (response.headersSent || response.req.httpVersion !== '1.1') return;
  if (status === 100) response.writeContinue();
  else if (status === 103 && link !== undefined) response.writeEarlyHints({ link });
}

function isWorthWaiting(failure: Failure): boolean {
  return isRetryable(failure) && failure.code !== 'pod-refused' && failure.code !== 'forward-failed';
}
