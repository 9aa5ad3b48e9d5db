import type { Failure } from '../../../shared/failure.ts';
import type { ForwardEndpoint } from '../../../shared/model/forward.ts';
import { candidateOf, type Candidate } from '../balance/eligible.ts';
import type { EndpointView } from '../../../shared/model/endpoint.ts';
import type { ServicePort } from '../../../shared/model/service.ts';
import type { Clock } from '../clock.ts';
import { LatestAnswers } from './answer-times.ts';

/** How far back an endpoint's answers are told of, in ms. */
const SPAN = 60_000;

interface Tally {
  candidate: Candidate;
  state: ForwardEndpoint['state'];
  live: number;
  total: number;
  failed: number;
  lastFailure: Failure | undefined;
  answers: LatestAnswers;
  /** Still among the Service's endpoints. */
  present: boolean;
}

/** What came and went between two looks at a Service's endpoints, by pod. */
export interface Turnover {
  readonly joined: readonly string[];
  readonly left: readonly string[];
}

/** What each endpoint of a forward got. One that leaves is kept for as long as it has connections. */
export class EndpointTally {
  readonly #clock: Clock;
  readonly #tallies = new Map<string, Tally>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes over the Service's endpoints as they are now. `chosen` are those that get new connections. */
  update(endpoints: readonly EndpointView[], port: ServicePort, chosen: readonly Candidate[]): Turnover {
    const eligible = new Set(chosen.map(({ key }) => key));
    const before = new Set([...this.#tallies].filter(([, { state }]) => state === 'ready').map(([key]) => key));
    for (const tally of this.#tallies.values()) tally.present = false;
    for (const endpoint of endpoints) {
      const candidate = candidateOf(endpoint, port);
      if (!candidate) continue;
      const state = eligible.has(candidate.key) ? 'ready' : restingState(endpoint);
      const known = this.#tallies.get(candidate.key);
      if (known) Object.assign(known, { candidate, state, present: true });
      else this.#tallies.set(candidate.key, newTally(candidate, state));
    }
    const left: string[] = [];
    for (const [key, tally] of this.#tallies) {
      if (!tally.present) tally.state = 'draining';
      if (before.has(key) && tally.state !== 'ready') left.push(tally.candidate.pod);
      this.#forget(key, tally);
    }
    return { joined: chosen.filter(({ key }) => !before.has(key)).map(({ pod }) => pod), left };
  }

  /** A connection goes to the endpoint; the returned function says that it is over. */
  carried({ key }: Candidate): () => void {
    const tally = this.#tallies.get(key);
    if (!tally) return () => undefined;
    tally.live += 1;
    tally.total += 1;
    return () => {
      tally.live -= 1;
      this.#forget(key, tally);
    };
  }

  /** A connection got its first byte, `took` ms after it was asked for. */
  answered({ key }: Candidate, took: number): void {
    const tally = this.#tallies.get(key);
    tally?.answers.add(this.#clock.now(), took);
    if (tally) tally.lastFailure = undefined;
  }

  /** A connection that was counted for an endpoint went on to another one. */
  missed(candidate: Candidate, failure: Failure): void {
    const tally = this.#tallies.get(candidate.key);
    if (tally && tally.total > 0) tally.total -= 1;
    this.broke(candidate, failure);
  }

  /** A connection to the endpoint came to a bad end. */
  broke({ key }: Candidate, failure: Failure): void {
    const tally = this.#tallies.get(key);
    if (!tally) return;
    tally.failed += 1;
    tally.lastFailure = failure;
  }

  get views(): readonly Omit<ForwardEndpoint, 'weight' | 'hand'>[] {
    const from = this.#clock.now() - SPAN;
    return [...this.#tallies.values()].map((tally) => viewOf(tally, tally.answers.since(from)?.p50));
  }

  #forget(key: string, { present, live }: Tally): void {
    if (!present && live === 0) this.#tallies.delete(key);
  }
}

/** Why an endpoint gets no new connection. */
function restingState({ ready, terminating }: EndpointView): ForwardEndpoint['state'] {
  if (ready) return 'aside';
  return terminating ? 'draining' : 'not-ready';
}

function newTally(candidate: Candidate, state: ForwardEndpoint['state']): Tally {
  const counts = { live: 0, total: 0, failed: 0, lastFailure: undefined };
  return { candidate, state, ...counts, answers: new LatestAnswers(), present: true };
}

function viewOf(tally: Tally, p50: number | undefined): Omit<ForwardEndpoint, 'weight' | 'hand'> {
  const { candidate, state, live, total, failed, lastFailure } = tally;
  const { key, pod, address, port, node, zone } = candidate;
  return {
    key,
    pod,
    address,
    port,
    ...(node !== undefined && { node }),
    ...(zone !== undefined && { zone }),
    state,
    live,
    total,
    failed,
    ...(lastFailure && { lastFailure }),
    ...(p50 !== undefined && { p50 }),
  };
}
