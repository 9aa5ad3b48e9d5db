import type { Candidate } from './eligible.ts';
import { roundRobin } from './policies/round-robin.ts';

/** Chooses who gets the next connection. What it remembers between picks is its own. */
export interface Policy {
  /** One of `candidates`, or undefined when there is none. The list may differ from call to call; its order is by key. */
  pick(candidates: readonly Candidate[]): Candidate | undefined;
}

const policies = { 'round-robin': roundRobin } as const satisfies Record<string, () => Policy>;

export type PolicyName = keyof typeof policies;

export function createPolicy(name: PolicyName): Policy {
  return policies[name]();
}
