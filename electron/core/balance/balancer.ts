import type { PolicyName } from '../../../shared/model/balance.ts';
import type { Offer } from './by-hand.ts';
import { createPolicy, type Incoming, type Policy, type PolicyOptions } from './policy.ts';

/** One connection's choices, from the first endpoint that it is offered to its end. */
export interface Turn {
  /** The policy's choice but for those `tried`. It counts as the endpoint's until the next pick, or the end. */
  pick(offers: readonly Offer[], tried: ReadonlySet<string>): Offer | undefined;
  end(): void;
}

/** Lets the policy of the moment choose, and counts who has how many connections: the counts outlive the policy. */
export class Balancer {
  readonly #options: PolicyOptions;
  readonly #active = new Map<string, number>();
  #policy: Policy;
  #name: PolicyName;

  constructor(name: PolicyName, options: PolicyOptions) {
    this.#options = options;
    this.#name = name;
    this.#policy = createPolicy(name, options);
  }

  get name(): PolicyName {
    return this.#name;
  }

  /** Chooses by this policy from now on, which begins with nothing to remember if it is another one. */
  use(name: PolicyName): void {
    if (name === this.#name) return;
    this.#name = name;
    this.#policy = createPolicy(name, this.#options);
  }

  turn(incoming: Incoming): Turn {
    let holds: string | undefined;
    const end = (): void => {
      if (holds !== undefined) this.#count(holds, -1);
      holds = undefined;
    };
    return {
      pick: (offers, tried) => {
        end();
        const backends = offers.map((offer) => ({
          ...offer,
          open: offer.open && !tried.has(offer.key),
          active: this.#active.get(offer.key) ?? 0,
        }));
        const chosen = this.#policy.pick(backends, incoming);
        holds = chosen?.key;
        if (holds !== undefined) this.#count(holds, 1);
        return chosen;
      },
      end,
    };
  }

  #count(key: string, more: 1 | -1): void {
    const count = (this.#active.get(key) ?? 0) + more;
    if (count > 0) this.#active.set(key, count);
    else this.#active.delete(key);
  }
}
