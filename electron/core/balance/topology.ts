import type { EndpointView } from '../../../shared/model/endpoint.ts';
import type { ServiceRow } from '../../../shared/model/service.ts';

/**
 * The endpoints that kube-proxy on `node` has for its own clients, before it looks who is ready.
 *
 * With internalTrafficPolicy Local those on the node. Else those that the hints give to the node, or to its zone; hints
 * count only when every ready endpoint has them and one of those is for here, so they never decide while none is ready.
 * The node's zone is that of its endpoints, as Nodes need not be readable.
 */
export function seenFrom(
  node: string,
  { internalTrafficPolicy }: Pick<ServiceRow, 'internalTrafficPolicy'>,
  endpoints: readonly EndpointView[],
): readonly EndpointView[] {
  if (internalTrafficPolicy === 'Local') return endpoints.filter((endpoint) => endpoint.node === node);
  const ready = endpoints.filter((endpoint) => endpoint.ready);
  const zone = endpoints.find((endpoint) => endpoint.node === node)?.zone ?? '';
  const hinted = [
    { of: ({ hints }: EndpointView) => hints?.nodes ?? [], here: node },
    { of: ({ hints }: EndpointView) => hints?.zones ?? [], here: zone },
  ].find(({ of, here }) => ready.every((one) => of(one).length > 0) && ready.some((one) => of(one).includes(here)));
  return hinted ? endpoints.filter((one) => hinted.of(one).includes(hinted.here)) : endpoints;
}
