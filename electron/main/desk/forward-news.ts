import type { Failure } from '../../../shared/failure.ts';
import type { ForwardView } from '../../../shared/model/forward.ts';

/** Something that a person who looks elsewhere wants to know. */
export interface News {
  readonly what: 'lost' | 'regained';
  readonly service: string;
  readonly address: string;
  readonly failure?: Failure;
}

/** A forward that comes back sooner was not worth a word, in ms. A rollout and a short outage are over by then. */
export const WORTH_A_WORD = 30_000;
/** At most one word a Service in this time, in ms. */
const QUIET = 300_000;

interface Trouble {
  readonly since: number;
  /** What became of it: too young for a word, a word was said, or it was too soon after the last one. */
  word: 'not-yet' | 'said' | 'swallowed';
}

/** Turns the states of forwards into as few words as will do: lost for long, and back again after that was said. */
export class ForwardNews {
  readonly #troubles = new Map<string, Trouble>();
  readonly #spoke = new Map<string, number>();

  /** What is new at `now` (ms). To be asked at each change, and again at `nextAt`. */
  take(forwards: readonly ForwardView[], now: number): readonly News[] {
    const keys = new Set(forwards.map(({ key }) => key));
    for (const key of [...this.#troubles.keys()]) if (!keys.has(key)) this.#troubles.delete(key);
    return forwards.flatMap((forward) => this.#newsOf(forward, now));
  }

  /** When a trouble that lasts will be worth a word; undefined when there is none. */
  get nextAt(): number | undefined {
    const waiting = [...this.#troubles.values()].filter(({ word }) => word === 'not-yet');
    return waiting.length === 0 ? undefined : Math.min(...waiting.map(({ since }) => since + WORTH_A_WORD));
  }

  #newsOf({ key, spec, state, local }: ForwardView, now: number): readonly News[] {
    const service = `${spec.namespace}/${spec.name}`;
    const address = `${spec.address ?? 'localhost'}:${String(local?.port ?? spec.localPort ?? spec.port)}`;
    const known = this.#troubles.get(key);
    if (state.state === 'holding' || state.state === 'failed') {
      const trouble = known ?? { since: now, word: 'not-yet' };
      this.#troubles.set(key, trouble);
      if (trouble.word !== 'not-yet' || now - trouble.since < WORTH_A_WORD) return [];
      trouble.word = this.#maySpeak(key, now) ? 'said' : 'swallowed';
      return trouble.word === 'said' ? [{ what: 'lost', service, address, failure: state.failure }] : [];
    }
    // The core that starts again has its forwards start again: that is not yet their return.
    if (state.state === 'starting') return [];
    this.#troubles.delete(key);
    return known?.word === 'said' && state.state === 'listening' ? [{ what: 'regained', service, address }] : [];
  }

  #maySpeak(key: string, now: number): boolean {
    const last = this.#spoke.get(key);
    if (last !== undefined && now - last < QUIET) return false;
    this.#spoke.set(key, now);
    return true;
  }
}
