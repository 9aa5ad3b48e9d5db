import { AppError } from '../../../shared/failure.ts';
import type { Clock } from '../clock.ts';
import type { KubeApi } from '../kube/api.ts';

/** So many sessions of a cluster are dialled at one time: each costs the API server three connections. */
const AT_ONCE = 16;
/** A dial that takes longer waits for a node and not in a crowd: it keeps nobody else waiting any more, in ms. */
const SLOW = 1000;
/** The API server itself was not got to. */
const away: ReadonlySet<string> = new Set(['unreachable', 'host-unknown', 'proxy-failed']);

export interface DialTurn {
  readonly signal: AbortSignal;
  /** Nobody waits for it yet: those who are waited for go first. */
  readonly isSpare?: boolean;
}

interface Waiter {
  readonly go: () => void;
  readonly refuse: (error: AppError) => void;
}

/**
 * Keeps a cluster's API server from being stormed, however many forwards, endpoints and connections ask for sessions at
 * once. While it cannot be got to, one dial at a time finds out whether it is back, and all that wait hear what it hears.
 */
export class DialGate {
  readonly #clock: Clock;
  readonly #wanted = new Set<Waiter>();
  readonly #spare = new Set<Waiter>();
  #running = 0;
  #isAway = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Dials when it is its turn; rejects with what the dial rejects with, or with the signal's reason before that. */
  async through<T>(dial: () => Promise<T>, { signal, isSpare = false }: DialTurn): Promise<T> {
    if (!this.#hasRoom) await this.#turn(isSpare ? this.#spare : this.#wanted, signal);
    else this.#running += 1;
    const over = new AbortController();
    const leave = (): void => {
      if (over.signal.aborted) return;
      over.abort(left);
      this.#running -= 1;
      this.#admit();
    };
    this.#clock.sleep(SLOW, over.signal).then(leave, () => undefined);
    try {
      const result = await dial();
      this.#isAway = false;
      return result;
    } catch (error) {
      this.#isAway = error instanceof AppError && away.has(error.failure.code);
      if (this.#isAway && error instanceof AppError)
        for (const waiter of [...this.#wanted, ...this.#spare]) waiter.refuse(error);
      throw error;
    } finally {
      leave();
    }
  }

  get #hasRoom(): boolean {
    return this.#running < (this.#isAway ? 1 : AT_ONCE);
  }

  #turn(queue: Set<Waiter>, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const leave = (): void => {
        queue.delete(waiter);
        signal.removeEventListener('abort', abort);
      };
      const abort = (): void => {
        leave();
        reject(signal.reason as Error);
      };
      const waiter: Waiter = {
        go: () => {
          leave();
          this.#running += 1;
          resolve();
        },
        refuse: (error) => {
          leave();
          reject(error);
        },
      };
      queue.add(waiter);
      signal.addEventListener('abort', abort, { once: true });
    });
  }

  #admit(): void {
    while (this.#hasRoom) {
      const [first] = this.#wanted.size > 0 ? this.#wanted : this.#spare;
      if (!first) return;
      first.go();
    }
  }
}

/** Made once: an abort without a reason makes an error with a stack each time. */
const left = new Error('the dial is over');

const gates = new WeakMap<KubeApi, DialGate>();

/** The gate of all who dial through this connection to a cluster. */
export function gateOf(api: KubeApi, clock: Clock): DialGate {
  const gate = gates.get(api) ?? new DialGate(clock);
  gates.set(api, gate);
  return gate;
}
