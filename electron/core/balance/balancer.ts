import type { PolicyName } from '../../../shared/model/balance.ts';
import type { Offer } from './by-hand.ts';
import { createPolicy, type Backend, type Incoming, type Policy, type PolicyOptions } from './policy.ts';

/** One connection's choices, from the first endpoint that it is offered to its end. */
export interface Turn {
  /** The policy's choice but for those `tried`. It counts as the endpoint's until the next pick, or the end. */
  pick(offers: readonly Offer[], tried: ReadonlySet<string>): Offer | undefined;
  end(): void;
}

/** The offers of the last pick, as the policies see them. */
interface Known {
  readonly offers: readonly Offer[];
  readonly backends: readonly Backend[];
  readonly byKey: ReadonlyMap<string, { active: number }>;
}

/** Lets the policy of the moment choose, and counts who has how many connections: the counts outlive the policy. */
export class Balancer {
  readonly #options: PolicyOptions;
  readonly #active = new Map<string, number>();
  #known: Known | undefined;
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
        const chosen = this.#policy.pick(this.#backends(offers, tried), incoming);
        holds = chosen?.key;
        if (holds !== undefined) this.#count(holds, 1);
        return chosen;
      },
      end,
    };
  }

  /** With a thousand endpoints it is worth not to make each anew for each connection. */
  #backends(offers: readonly Offer[], tried: ReadonlySet<string>): readonly Backend[] {
    if (this.#known?.offers !== offers) {
      const backends = offers.map((offer) => ({ ...offer, active: this.#active.get(offer.key) ?? 0 }));
      this.#known = { offers, backends, byKey: new Map(backends.map((backend) => [backend.key, backend])) };
    }
    const { backends } = this.#known;
    if (tried.size === 0) return backends;
    return backends.map((backend) => ({ ...backend, open: backend.open && !tried.has(backend.key) }));
  }

  #count(key: string, more: 1 | -1): void {
    const count = (this.#active.get(key) ?? 0) + more;
    if (count > 0) this.#active.set(key, count);
    else this.#active.delete(key);
    const backend = this.#known?.byKey.get(key);
    if (backend) backend.active = Math.max(0, count);
  }
}
