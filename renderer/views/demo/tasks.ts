import { DEMO_CONTEXT } from '../../../shared/model/demo.ts';
import type { ForwardView } from '../../../shared/model/forward.ts';
import type { Route } from '../../route.ts';

/** What a newcomer is led through, in the order in which one thing leads to the next. */
export const tasks = ['forward', 'balance', 'kill', 'fault', 'filter'] as const;
export type Task = (typeof tasks)[number];

/** Where the tour starts: a Service with several ready Pods that speaks HTTP. */
export const LOBBY = { namespace: 'game-lobby', service: 'lobby' } as const;
/** Where every Service is broken, each in another way. */
export const TROUBLE = 'trouble';

export interface Seen {
  readonly route: Route;
  readonly forwards: readonly ForwardView[];
}

/** The tasks that the person is just doing, told by what they see. `kill` is told by the button behind it. */
export function doneBy({ route, forwards }: Seen): readonly Task[] {
  const ours = forwards.filter(({ spec }) => spec.context === DEMO_CONTEXT);
  const isBalanced = ours.some(({ endpoints }) => endpoints.filter(({ total }) => total > 0).length > 1);
  const isAtFault = route.view === 'service' && route.context === DEMO_CONTEXT && route.namespace === TROUBLE;
  return [
    ...(ours.length > 0 ? (['forward'] as const) : []),
    ...(isBalanced ? (['balance'] as const) : []),
    ...(isAtFault ? (['fault'] as const) : []),
    ...(route.view === 'services' && /\bready:0/.test(route.q) ? (['filter'] as const) : []),
  ];
}
