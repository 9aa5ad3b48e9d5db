import { clusterPolicy, ipvsNames, type BalanceName, type PolicyName } from '../../../shared/model/balance.ts';
import type { ForwardView } from '../../../shared/model/forward.ts';
import { m } from '../../../shared/paraglide/messages.js';

/** A policy's name, and what it does in one line. */
type Words = readonly [name: () => string, text: () => string];

const words: Readonly<Record<PolicyName, Words>> = {
  'round-robin': [m.forwards_policy_round_robin, m.forwards_policy_round_robin_text],
  weighted: [m.forwards_policy_weighted, m.forwards_policy_weighted_text],
  'least-connections': [m.forwards_policy_least_connections, m.forwards_policy_least_connections_text],
  'two-choices': [m.forwards_policy_two_choices, m.forwards_policy_two_choices_text],
  'shortest-delay': [m.forwards_policy_shortest_delay, m.forwards_policy_shortest_delay_text],
  'never-queue': [m.forwards_policy_never_queue, m.forwards_policy_never_queue_text],
  random: [m.forwards_policy_random, m.forwards_policy_random_text],
  'source-hash': [m.forwards_policy_source_hash, m.forwards_policy_source_hash_text],
  'destination-hash': [m.forwards_policy_destination_hash, m.forwards_policy_destination_hash_text],
  first: [m.forwards_policy_first, m.forwards_policy_first_text],
  sticky: [m.forwards_policy_sticky, m.forwards_policy_sticky_text],
  cluster: [m.forwards_policy_cluster, m.forwards_policy_cluster_text],
};

/** The policy's name, with IPVS's short one where it has it. */
export function policyWord(policy: PolicyName): string {
  const name = words[policy][0]();
  const ipvs = ipvsNames[policy];
  return ipvs === undefined ? name : m.forwards_policy_ipvs({ name, ipvs });
}

/** What the forward's policy does, and in `as the cluster does` what that is here. */
export function policyText({ policy, kubeProxy }: Pick<ForwardView, 'policy' | 'kubeProxy'>): string {
  if (policy !== 'cluster' || !kubeProxy) return words[policy][1]();
  const { mode, scheduler } = kubeProxy;
  if (scheduler === undefined) return m.forwards_policy_cluster_mode({ mode });
  const same = clusterPolicy(kubeProxy);
  if (same === undefined) return m.forwards_policy_cluster_unknown({ mode, scheduler });
  return m.forwards_policy_cluster_ipvs({ mode, scheduler, text: words[same][1]() });
}

/** A choice of the forward's; `automatic` tells what it means where it is the one. */
export function balanceWord(balance: BalanceName, { spec, policy }: ForwardView): string {
  if (balance !== 'automatic') return policyWord(balance);
  const isChosen = (spec.balance ?? 'automatic') === 'automatic';
  return isChosen ? m.forwards_policy_automatic_is({ name: policyWord(policy) }) : m.forwards_policy_automatic();
}

/** The id of the select in the forward's row. */
export function balanceId({ key }: ForwardView): string {
  return `balance-${key}`;
}
