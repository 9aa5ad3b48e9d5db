import type { ForwardEndpoint } from '../../../shared/model/forward.ts';
import { candidateOf, type Candidate } from '../balance/eligible.ts';
import type { EndpointView } from '../../../shared/model/endpoint.ts';
import type { ServicePort } from '../../../shared/model/service.ts';

interface Tally {
  candidate: Candidate;
  state: ForwardEndpoint['state'];
  live: number;
  total: number;
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
  readonly #tallies = new Map<string, Tally>();

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
      else this.#tallies.set(candidate.key, { candidate, state, live: 0, total: 0, present: true });
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

  /** A connection that was counted for an endpoint went on to another one. */
  missed({ key }: Candidate): void {
    const tally = this.#tallies.get(key);
    if (tally && tally.total > 0) tally.total -= 1;
  }

  get views(): readonly Omit<ForwardEndpoint, 'weight' | 'hand'>[] {
    return [...this.#tallies.values()].map(({ candidate, state, live, total }) => ({
      key: candidate.key,
      pod: candidate.pod,
      address: candidate.address,
      port: candidate.port,
      ...(candidate.node !== undefined && { node: candidate.node }),
      ...(candidate.zone !== undefined && { zone: candidate.zone }),
      state,
      live,
      total,
    }));
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
