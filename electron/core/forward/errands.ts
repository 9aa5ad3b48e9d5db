import { toFailure, type AppError, type Failure } from '../../../shared/failure.ts';
import type { ForwardView } from '../../../shared/model/forward.ts';
import type { Candidate } from '../balance/eligible.ts';
import type { Clock } from '../clock.ts';
import { LatestAnswers } from './answer-times.ts';
import { Alarm } from './alarm.ts';
import type { Way } from './connect.ts';
import type { ForwardBalance } from './forward-balance.ts';
import { Lingerers } from './lingerers.ts';
import type { PodTarget } from './pod-stream.ts';
import type { SessionPool } from './session-pool.ts';

/** How long a connection waits for an endpoint, in ms. */
export const PATIENCE = 10_000;
/** How far back the forward's own figures of its answers go, in ms. */
const RECENT = 5_000;

export interface ErrandsOptions {
  readonly clock: Clock;
  readonly balance: ForwardBalance;
  readonly pool: SessionPool;
  /** Why nobody was there to take it. */
  readonly whyNobody: () => AppError;
  /** An endpoint could not be reached, and another one is asked. */
  readonly onMissed: (candidate: Candidate, failure: Failure) => void;
  /** A figure changed. */
  readonly onChange: () => void;
  /** The forward's end, which is nobody's failure. */
  readonly closing: AbortSignal;
}

/** A connection, or one request of a connection, on its way to an endpoint. */
export interface Errand {
  readonly way: Way;
  /** To call at its end, with the error that it ended by, if it did. */
  readonly end: (error?: unknown) => void;
}

/** What a forward's clients ask for, one by one, and the figures of it all. */
export class Errands {
  readonly #options: ErrandsOptions;
  readonly #counts = { live: 0, waiting: 0, total: 0, failed: 0 };
  readonly #bytes = { in: 0, out: 0 };
  readonly #answers = new LatestAnswers();
  readonly #alarm: Alarm;
  readonly #lingerers: Lingerers;
  #answered = 0;
  #lastFailure: Failure | undefined;

  constructor(options: ErrandsOptions) {
    const { clock, closing } = options;
    this.#options = options;
    this.#alarm = new Alarm(clock);
    this.#lingerers = new Lingerers(this.#alarm, () => clock.now());
    closing.addEventListener('abort', () => this.#alarm.close(), { once: true });
  }

  get view(): Pick<ForwardView, 'connections' | 'bytes' | 'answers' | 'lastFailure'> {
    const recent = this.#answers.since(this.#options.clock.now() - RECENT);
    return {
      connections: { ...this.#counts },
      bytes: { ...this.#bytes },
      answers: { total: this.#answered, ...recent },
      ...(this.#lastFailure && { lastFailure: this.#lastFailure }),
    };
  }

  /** One more, from the local address `source`; it waits for an endpoint as long as there is patience. */
  begin(source: string): Errand {
    const { clock, balance, pool } = this.#options;
    const { tally } = balance;
    const patience = this.#patience();
    const turn = balance.turn(source);
    /** The endpoint that has it, and since when. */
    let asked: { readonly candidate: Candidate; readonly at: number } | undefined;
    /** When the client said its first word. */
    let said = 0;
    const way: Way = {
      clock,
      alarm: this.#alarm,
      lingerers: this.#lingerers,
      patience: patience.signal,
      hangUp: patience.hangUp,
      pick: (tried, signal) => turn.pick(tried, signal),
      hasOther: (tried) => balance.hasOther(tried),
      open: (candidate, signal) => {
        const opened = pool.open(targetOf(candidate), candidate.port, signal);
        for (const other of balance.likely) pool.warm(targetOf(other), other.port);
        return opened;
      },
      traffic: {
        onIn: (bytes) => this.#count('in', bytes),
        onOut: (bytes) => {
          said ||= clock.now();
          this.#count('out', bytes);
        },
      },
      onCarried: (candidate) => {
        patience.settle();
        asked = { candidate, at: clock.now() };
        this.#counts.live += 1;
        const done = tally.carried(candidate);
        this.#options.onChange();
        return () => {
          this.#counts.live -= 1;
          done();
          this.#options.onChange();
        };
      },
      // A client that says nothing for a while is not waited for by anyone.
      onAnswered: () => asked && this.#noteAnswer(asked.candidate, clock.now() - Math.max(asked.at, said)),
      onMissed: (candidate, reason) => {
        if (asked) tally.missed(candidate, reason);
        else tally.broke(candidate, reason);
        asked = undefined;
        this.#options.onMissed(candidate, reason);
      },
    };
    const end = (error?: unknown): void => {
      if (error !== undefined) this.#noteFailure(error, asked?.candidate);
      turn.end();
      patience.settle();
      patience.end();
      this.#options.onChange();
    };
    return { way, end };
  }

  /** Counts one that waits until it is settled, and ends the wait after a while. */
  #patience() {
    this.#counts.total += 1;
    this.#counts.waiting += 1;
    this.#options.onChange();
    const patience = new AbortController();
    const give = (): void => patience.abort(this.#options.whyNobody());
    this.#alarm.set(give, PATIENCE);
    let isWaiting = true;
    return {
      signal: patience.signal,
      settle: (): void => {
        if (isWaiting) this.#counts.waiting -= 1;
        isWaiting = false;
      },
      hangUp: () => patience.abort(gone),
      end: () => this.#alarm.clear(give),
    };
  }

  #noteAnswer(candidate: Candidate, took: number): void {
    this.#lastFailure = undefined;
    this.#answered += 1;
    this.#answers.add(this.#options.clock.now(), took);
    this.#options.balance.tally.answered(candidate, took);
  }

  #noteFailure(error: unknown, candidate: Candidate | undefined): void {
    this.#counts.failed += 1;
    if (this.#options.closing.aborted) return;
    this.#lastFailure = toFailure(error);
    if (candidate) this.#options.balance.tally.broke(candidate, this.#lastFailure);
  }

  #count(way: 'in' | 'out', bytes: number): void {
    this.#bytes[way] += bytes;
    this.#options.onChange();
  }
}

function targetOf({ namespace, pod, uid }: Candidate): PodTarget {
  return { namespace, pod, ...(uid !== undefined && { uid }) };
}

/** Made once: an abort without a reason makes an error with a stack each time. */
const gone = new Error('the local client is gone');
