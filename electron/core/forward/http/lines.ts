import type { Clock } from '../../clock.ts';
import type { PodStream } from '../pod-stream.ts';
import { Line } from './line.ts';

/** How long a line is kept idle, in ms: less than what apps do by default (5 s with Node). */
const IDLE = 4000;
/** An app that says how long it keeps a line is believed up to here, and not to the last moment, in ms. */
const LONGEST = 60_000;
const MARGIN = 1000;
/** So many idle lines are kept for an endpoint. */
const KEPT = 16;

interface Rest {
  readonly line: Line;
  /** The line is in use again, or closed. */
  readonly over: AbortController;
}

/** Idle lines by endpoint, so that the next request need not wait for the app to be dialled. */
export class Lines {
  readonly #clock: Clock;
  readonly #resting = new Map<string, Rest[]>();
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The idle line to the endpoint that was used last, if there is one. */
  take(endpoint: string): Line | undefined {
    const resting = this.#resting.get(endpoint);
    for (let rest = resting?.pop(); rest; rest = resting?.pop()) {
      rest.over.abort();
      if (rest.line.isOpen) return rest.line;
    }
    this.#resting.delete(endpoint);
    return undefined;
  }

  /** A line over a new stream, kept from one answer to the next request for what `patience` says in ms, if anything. */
  add(endpoint: string, stream: PodStream, patience: () => number | undefined): Line {
    return new Line(stream, (line) => this.#rest(endpoint, line, patience()));
  }

  close(): void {
    this.#closed = true;
    for (const rests of [...this.#resting.values()]) {
      for (const { line, over } of rests) {
        over.abort();
        line.close();
      }
    }
    this.#resting.clear();
  }

  #rest(endpoint: string, line: Line, told: number | undefined): void {
    const resting = this.#resting.get(endpoint) ?? [];
    const patience = told === undefined ? IDLE : Math.min(told, LONGEST) - MARGIN;
    if (this.#closed || patience <= 0 || resting.length >= KEPT) return line.close();
    const over = new AbortController();
    const rest: Rest = { line, over };
    this.#resting.set(endpoint, [...resting, rest]);
    const leave = (): void => {
      over.abort();
      const left = (this.#resting.get(endpoint) ?? []).filter((one) => one !== rest);
      if (left.length > 0) this.#resting.set(endpoint, left);
      else this.#resting.delete(endpoint);
    };
    line.stream.once('close', leave);
    over.signal.addEventListener('abort', () => line.stream.off('close', leave), { once: true });
    this.#clock.sleep(patience, over.signal).then(
      () => line.close(),
      () => undefined,
    );
  }
}
