import { failure, type Failure } from '../../../shared/failure.ts';
import type { BalanceWishes } from '../../../shared/model/balance.ts';
import type { ForwardEndpoint } from '../../../shared/model/forward.ts';
import type { Candidate, Eligible } from './eligible.ts';

/** A candidate with what was said of it by hand. */
export interface Offer extends Candidate {
  readonly weight: number;
  /** Whether it may get new connections. */
  readonly open: boolean;
}

/** Who is there to choose from, or why new connections can go nowhere; `failure` then, whoever is listed. */
export interface Offers {
  readonly candidates: readonly Offer[];
  readonly failure?: Failure;
}

/** What was said by hand of the endpoint that stands for `pod`. */
export function handOf(wishes: BalanceWishes, pod: string): Pick<ForwardEndpoint, 'weight' | 'hand'> {
  const { weights = {}, drained = [], pinned = [] } = wishes;
  // Not `weights[pod]` alone: a Pod may be called `constructor`.
  const weight = Object.hasOwn(weights, pod) ? (weights[pod] ?? 1) : 1;
  if (pinned.includes(pod)) return { weight, hand: 'pinned' };
  return { weight, ...(drained.includes(pod) && { hand: 'drained' }) };
}

/** The candidates with their weights, and closed those that are drained, weigh nothing, or stand back for others. */
export function byHand(found: Eligible, wishes: BalanceWishes, service: string): Offers {
  if ('failure' in found) return found;
  const { pinned = [] } = wishes;
  const candidates = found.candidates.map((candidate): Offer => {
    const { weight, hand } = handOf(wishes, candidate.pod);
    const mayServe = pinned.length > 0 ? hand === 'pinned' : hand !== 'drained';
    return { ...candidate, weight, open: mayServe && weight > 0 };
  });
  if (candidates.some(({ open }) => open)) return { candidates };
  const why =
    pinned.length > 0
      ? failure('pinned-away', { service, pods: pinned.join(', ') })
      : failure('all-drained', { service });
  return { candidates, failure: why };
}
