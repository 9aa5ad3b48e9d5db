import type { KubeProxy } from './kube-proxy.ts';

/** The ways to spread new connections over a forward's endpoints. */
export const policyNames = [
  'round-robin',
  'weighted',
  'least-connections',
  'two-choices',
  'shortest-delay',
  'never-queue',
  'random',
  'source-hash',
  'destination-hash',
  'first',
  'sticky',
  'cluster',
] as const;

export type PolicyName = (typeof policyNames)[number];

/** A policy, or `automatic`: the one that suits the Service. */
export const balanceNames = ['automatic', ...policyNames] as const;

export type BalanceName = (typeof balanceNames)[number];

/** What IPVS calls a policy, where it has it. */
export const ipvsNames: Readonly<Partial<Record<PolicyName, string>>> = {
  'round-robin': 'rr',
  weighted: 'wrr',
  'least-connections': 'lc',
  'shortest-delay': 'sed',
  'never-queue': 'nq',
  'source-hash': 'sh',
  'destination-hash': 'dh',
};

const byScheduler: ReadonlyMap<string, PolicyName> = new Map<string, PolicyName>([
  ...Object.entries(ipvsNames).map(([policy, ipvs]) => [ipvs, policy as PolicyName] as const),
  // A Service gives all its endpoints one weight, so that the weighted ones do the same; `mh` hashes the source too.
  ['wlc', 'least-connections'],
  ['mh', 'source-hash'],
]);

/**
 * What kube-proxy does with a new connection: IPVS has a scheduler, its other modes draw. Undefined for a scheduler that
 * is not imitated here.
 */
export function clusterPolicy(proxy: KubeProxy | undefined): PolicyName | undefined {
  return proxy?.scheduler === undefined ? 'random' : byScheduler.get(proxy.scheduler);
}

const heeding: ReadonlySet<PolicyName> = new Set<PolicyName>([
  'weighted',
  'least-connections',
  'two-choices',
  'shortest-delay',
  'never-queue',
  'random',
  'source-hash',
]);

/** Whether a weight other than 0 makes a difference. */
export function heedsWeights(policy: PolicyName): boolean {
  return heeding.has(policy);
}

/** What a person may say about a forward's endpoints; names of Pods, which outlive their restart in a StatefulSet. */
export interface BalanceWishes {
  /** `automatic` when left out. */
  readonly balance?: BalanceName;
  /** By Pod, 0 to 100; 1 where left out, and 0 gets no new connection. */
  readonly weights?: Readonly<Record<string, number>>;
  /** Pods that get no new connection and keep those they have. */
  readonly drained?: readonly string[];
  /** When there are any, only these Pods get new connections. */
  readonly pinned?: readonly string[];
  /** Endpoints are chosen as for a client on this node; empty or left out: for one outside the cluster. */
  readonly asNode?: string;
}
