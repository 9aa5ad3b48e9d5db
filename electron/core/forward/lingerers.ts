import type { Alarm } from './alarm.ts';

/**
 * The runtimes close a connection one second after its client has ended its side, answer or not (containerd, CRI-O).
 * So that end is passed on only once the pod has ended too, or has said nothing for this long, in ms.
 */
const QUIET = 30_000;
/** A client that is gone altogether looks the same. So many that had an answer are waited for, those heard of last. */
const ANSWERED = 64;
/** As many of any kind: they cost the app in the pod a connection each. */
const ALL = 1024;

/** A connection whose client has said all that it has to say. */
export interface Lingerer {
  /** When the pod was heard last, in ms of the clock. */
  readonly heard: number;
  /** Whether the pod has said anything since the client said its last word. */
  readonly answered: boolean;
  /** Tells the pod that the client has ended its side. */
  readonly finish: () => void;
}

/** Keeps the end of clients from the pod until their answers are there. */
export class Lingerers {
  readonly #alarm: Alarm;
  readonly #now: () => number;
  readonly #rings = new Map<Lingerer, () => void>();

  constructor(alarm: Alarm, now: () => number) {
    this.#alarm = alarm;
    this.#now = now;
  }

  add(lingerer: Lingerer): void {
    const ring = (): void => {
      const left = lingerer.heard + QUIET - this.#now();
      if (left > 0) this.#alarm.set(ring, left);
      else this.#finish(lingerer);
    };
    this.#rings.set(lingerer, ring);
    ring();
    this.#makeRoom();
  }

  delete(lingerer: Lingerer): void {
    const ring = this.#rings.get(lingerer);
    if (!ring) return;
    this.#rings.delete(lingerer);
    this.#alarm.clear(ring);
  }

  #finish(lingerer: Lingerer): void {
    this.delete(lingerer);
    lingerer.finish();
  }

  #makeRoom(): void {
    if (this.#rings.size <= ANSWERED) return;
    const all = [...this.#rings.keys()];
    const answered = all.filter((one) => one.answered);
    const tooMany = answered.length > ANSWERED ? answered : all.length > ALL ? all : [];
    const [first, ...others] = tooMany;
    // An answer may still be on its way in pieces: the one that was silent longest goes.
    if (first) this.#finish(others.reduce((quiet, one) => (one.heard < quiet.heard ? one : quiet), first));
  }
}
