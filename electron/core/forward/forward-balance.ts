import { clusterPolicy, type BalanceWishes, type PolicyName } from '../../../shared/model/balance.ts';
import type { EndpointView } from '../../../shared/model/endpoint.ts';
import type { ForwardEndpoint, ForwardSpec } from '../../../shared/model/forward.ts';
import type { KubeProxy } from '../../../shared/model/kube-proxy.ts';
import type { ServicePort, ServiceRow } from '../../../shared/model/service.ts';
import { policyFor } from '../balance/automatic-policy.ts';
import { Balancer } from '../balance/balancer.ts';
import { byHand, handOf, type Offer, type Offers } from '../balance/by-hand.ts';
import { eligible, forwardablePort, type Candidate } from '../balance/eligible.ts';
import type { Clock } from '../clock.ts';
import { Live } from '../live.ts';
import { EndpointTally, type Turnover } from './endpoint-tally.ts';

/** With more endpoints the next connection's is anybody's guess. */
const FEW = 4;
/** These give one client's connections to one endpoint. */
const gathering: ReadonlySet<PolicyName> = new Set(['first', 'sticky', 'source-hash', 'destination-hash']);

/** The endpoint of one connection. */
export interface ForwardTurn {
  /** The next endpoint that was not tried yet, undefined when all were; waits while there is none at all. */
  pick(tried: ReadonlySet<string>, signal: AbortSignal): Promise<Candidate | undefined>;
  /** The connection is over. */
  end(): void;
}

/** Which of a forward's endpoints gets the next connection, and what each has got. */
export class ForwardBalance {
  readonly offers = new Live<Offers>({ candidates: [] });
  readonly tally: EndpointTally;
  /** How the cluster's own nodes balance, once that is known. */
  kubeProxy: KubeProxy | undefined;
  readonly #balancer: Balancer;
  #wishes: BalanceWishes = {};
  #service: ServiceRow | undefined;
  #port: ServicePort | undefined;

  constructor(clock: Clock) {
    this.tally = new EndpointTally(clock);
    const affinity = (): number | undefined => {
      const { sessionAffinity } = this.#service ?? {};
      return sessionAffinity?.type === 'ClientIP' ? sessionAffinity.seconds : undefined;
    };
    // What cannot be imitated takes turns, which is IPVS's own default.
    const cluster = (): PolicyName => clusterPolicy(this.kubeProxy) ?? 'round-robin';
    this.#balancer = new Balancer('round-robin', { clock, affinity, cluster });
  }

  get policy(): PolicyName {
    return this.#balancer.name;
  }

  /** The Service's port as it was when it could be forwarded last. */
  get port(): ServicePort | undefined {
    return this.#port;
  }

  get endpoints(): readonly ForwardEndpoint[] {
    return this.tally.views.map((endpoint) => ({ ...endpoint, ...handOf(this.#wishes, endpoint.pod) }));
  }

  /** Takes over the Service, its endpoints and the person's wishes as they are now; says who came and went by it. */
  follow(spec: ForwardSpec, service: ServiceRow, endpoints: readonly EndpointView[]): Turnover {
    this.#wishes = spec;
    this.#service = service;
    const port = forwardablePort(service, spec.port);
    if ('code' in port) {
      this.offers.set({ candidates: [], failure: port });
      return { joined: [], left: [] };
    }
    this.#port = port;
    const { asNode = '' } = spec;
    const found = eligible(service, port, { endpoints, asNode });
    const offers = byHand(found, spec, `${service.namespace}/${service.name}`);
    this.#balancer.use(policyFor(spec.balance, service, found.candidates.length));
    const open = offers.candidates.filter((offer) => offer.open);
    const turnover = this.tally.update(endpoints, port, open);
    this.offers.set(offers);
    return turnover;
  }

  /** The endpoints that the next connections will go to, where that can be said. */
  get likely(): readonly Candidate[] {
    const { candidates } = this.offers.current;
    if (candidates.length > FEW || gathering.has(this.policy)) return [];
    return this.#service?.sessionAffinity.type === 'ClientIP' ? [] : candidates.filter(({ open }) => open);
  }

  /** Whether an endpoint that gets new connections is none of `tried`. */
  hasOther(tried: ReadonlySet<string>): boolean {
    return this.offers.current.candidates.some(({ key, open }) => open && !tried.has(key));
  }

  /** A new connection from the local address `source`. */
  turn(source: string): ForwardTurn {
    const turn = this.#balancer.turn({ source, destination: this.#service?.clusterIPs[0] ?? '' });
    const pick = async (tried: ReadonlySet<string>, signal: AbortSignal): Promise<Offer | undefined> => {
      for (;;) {
        signal.throwIfAborted();
        const chosen = turn.pick(this.offers.current.candidates, tried);
        if (chosen || tried.size > 0) return chosen;
        await changed(this.offers, signal);
      }
    };
    return { pick, end: () => turn.end() };
  }
}

/** Resolves at the next change, or rejects with the signal's reason. */
function changed<T>(live: Live<T>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      unsubscribe();
      signal.removeEventListener('abort', abort);
    };
    const abort = (): void => {
      leave();
      reject(signal.reason as Error);
    };
    const unsubscribe = live.subscribe(() => {
      leave();
      resolve();
    });
    signal.addEventListener('abort', abort, { once: true });
  });
}
