import { DEMO_CONTEXT, type DemoTarget } from '../../../shared/model/demo.ts';
import type { ForwardView } from '../../../shared/model/forward.ts';
import type { Route } from '../../route.ts';
import { LOBBY } from './tasks.ts';

/** Whom trouble is caused to: the Service on screen, else one that is forwarded, else the tour's. */
export function troubleTarget(route: Route, forwards: readonly ForwardView[]): DemoTarget {
  if (route.view === 'service' && route.context === DEMO_CONTEXT)
    return { namespace: route.namespace, service: route.name };
  const ours = forwards.filter(({ spec }) => spec.context === DEMO_CONTEXT);
  const forward = (route.view === 'forwards' && ours.find(({ key }) => key === route.key)) || ours[0];
  return forward ? { namespace: forward.spec.namespace, service: forward.spec.name } : LOBBY;
}

/** The Pods that new connections of a forward of the Service go to, the busiest first. */
export function forwardedPods(target: DemoTarget, forwards: readonly ForwardView[]): readonly string[] {
  const { endpoints = [] } =
    forwards.find(
      ({ spec }) =>
        spec.context === DEMO_CONTEXT && spec.namespace === target.namespace && spec.name === target.service,
    ) ?? {};
  return endpoints
    .filter(({ state }) => state === 'ready')
    .toSorted((a, b) => b.total - a.total)
    .map(({ pod }) => pod);
}
