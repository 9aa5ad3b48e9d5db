import type { BalanceWishes } from '../../../shared/model/balance.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { ForwardView } from '../../../shared/model/forward.ts';

/** What to wish so that the Pod is drained, or not any more. Pods that are gone are forgotten. */
export function toggleDrained({ endpoints, spec }: ForwardView, pod: string): BalanceWishes {
  const { drained = [] } = spec;
  const others = endpoints.map((one) => one.pod).filter((one) => one !== pod && drained.includes(one));
  return { drained: drained.includes(pod) ? others : [...others, pod] };
}

/** What to wish so that this Pod alone serves, or all do again. */
export function toggleOnly({ spec }: ForwardView, pod: string): BalanceWishes {
  return { pinned: spec.pinned?.includes(pod) ? [] : [pod] };
}

/** What to wish so that the Pod has this weight; undefined where it is no weight. */
export function weigh({ endpoints }: ForwardView, pod: string, text: string): BalanceWishes | undefined {
  const weight = Number(text);
  if (text.trim() === '' || !Number.isInteger(weight) || weight < 0 || weight > 100) return undefined;
  const all = endpoints.map((one) => [one.pod, one.pod === pod ? weight : one.weight] as const);
  return { weights: Object.fromEntries(all.filter(([, one]) => one !== 1)) };
}

/** What to wish so that connections flow again, where it is by hand that they don't. */
export function remedyOf({ code }: Failure): BalanceWishes | undefined {
  switch (code) {
    case 'pinned-away':
      return { pinned: [] };
    case 'all-drained':
      return { drained: [], weights: {} };
    case 'none-on-node':
      return { asNode: '' };
    default:
      return undefined;
  }
}

/** The nodes that a client could be on, as far as the endpoints tell, and the one that it is on. */
export function nodesOf({ endpoints, spec }: ForwardView): readonly string[] {
  const nodes = [...endpoints.flatMap(({ node }) => node ?? []), ...(spec.asNode ? [spec.asNode] : [])];
  return [...new Set(nodes)].sort();
}
