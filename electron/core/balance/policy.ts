import type { PolicyName } from '../../../shared/model/balance.ts';
import type { Clock } from '../clock.ts';
import type { Candidate } from './eligible.ts';
import { destinationHash } from './policies/destination-hash.ts';
import { first } from './policies/first.ts';
import { leastConnections } from './policies/least-connections.ts';
import { neverQueue } from './policies/never-queue.ts';
import { random } from './policies/random.ts';
import { roundRobin } from './policies/round-robin.ts';
import { shortestDelay } from './policies/shortest-delay.ts';
import { sourceHash } from './policies/source-hash.ts';
import { twoChoices } from './policies/two-choices.ts';
import { weighted } from './policies/weighted.ts';
import { sticky } from './sticky.ts';

/** A candidate as a policy sees it. */
export interface Backend extends Candidate {
  /** How much it should get compared to the others: a whole number from 0, usually 1. */
  readonly weight: number;
  /**
   * Whether it may get this connection; never with a weight of 0. One that may not is listed all the same, so that
   * tables keep its place.
   */
  readonly open: boolean;
  /** Connections that it has, or is just being asked for. */
  readonly active: number;
}

/** The connection to find a backend for. Addresses as text, empty where there is none. */
export interface Incoming {
  readonly source: string;
  /** The address that a client in the cluster would have dialled: the Service's own. */
  readonly destination: string;
}

/** Chooses who gets the next connection. What it remembers between picks is its own. */
export interface Policy {
  /** One of the open `backends`, or undefined when none is. The list may differ from call to call; its order is by key. */
  pick(backends: readonly Backend[], incoming: Incoming): Backend | undefined;
}

export interface PolicyOptions {
  readonly clock: Pick<Clock, 'now' | 'random'>;
  /** For how long a client stays with its endpoint by the Service's session affinity; undefined where it has none. */
  readonly affinity: () => number | undefined;
  /** What the cluster's own nodes do with a new connection. */
  readonly cluster: () => PolicyName;
}

/** Kubernetes' own default of `timeoutSeconds`. */
const AFFINITY = 10_800;

const policies: Readonly<Record<PolicyName, (options: PolicyOptions) => Policy>> = {
  'round-robin': roundRobin,
  weighted,
  'least-connections': leastConnections,
  'two-choices': ({ clock }) => twoChoices(clock),
  'shortest-delay': shortestDelay,
  'never-queue': neverQueue,
  random: ({ clock }) => random(clock),
  'source-hash': sourceHash,
  'destination-hash': destinationHash,
  first,
  sticky: ({ clock, affinity }) => sticky(roundRobin(), { clock, seconds: () => affinity() ?? AFFINITY }),
  cluster: (options) => sticky(asCluster(options), { clock: options.clock, seconds: options.affinity }),
};

/** Kube-proxy's configuration may be read only after the first connections came. */
function asCluster(options: PolicyOptions): Policy {
  let name: PolicyName | undefined;
  let policy: Policy;
  return {
    pick(backends, incoming) {
      const now = options.cluster();
      if (now !== name) policy = createPolicy(now, options);
      name = now;
      return policy.pick(backends, incoming);
    },
  };
}

export function createPolicy(name: PolicyName, options: PolicyOptions): Policy {
  return policies[name](options);
}
