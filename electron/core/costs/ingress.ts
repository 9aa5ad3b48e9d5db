import type { CostState } from '../../../shared/model/cost.ts';
import { serviceKey } from '../../../shared/model/service.ts';
import { groupBy } from '../diagnosis/index-by.ts';
import { ownPrice, ownUsage, type CostFacts, type Found, type Place } from './facts.ts';
import { ingressKind, ingressNotes, type AskingIngress } from './ingress-kind.ts';
import { priceOf } from './kind.ts';

/** The load balancers that Ingresses have: one for each, or for all of a group (`alb.ingress.kubernetes.io/group.name`). */
export function balancedIngresses(facts: CostFacts, place: Place): readonly Found[] {
  const asking = facts.ingresses.filter((one) => ingressKind(one) !== undefined);
  const groups = groupBy(asking, ({ metadata }) => [
    metadata.annotations?.[ingressNotes.group] ?? `${metadata.namespace ?? ''}/${metadata.name}`,
  ]);
  return [...groups.values()].flatMap((group) => look(facts, group, place) ?? []);
}

function look(
  facts: CostFacts,
  group: readonly AskingIngress[],
  { region, zones, providerOf }: Place,
): Found | undefined {
  const [first] = group;
  const kind = first && ingressKind(first);
  if (!kind) return undefined;
  const { name, namespace = '', annotations: noted = {} } = first.metadata;
  const ref = { context: facts.context, namespace, name: noted[ingressNotes.group] ?? name };
  const key = `ingress ${serviceKey(ref)}`;
  const own = ownPrice(facts);
  const usage = ownUsage(facts, key);
  const isStatic = noted[ingressNotes.address] !== undefined;
  // In a cluster of somebody else the class means something else.
  const isTheirs = providerOf(undefined)?.name === kind.provider;
  const { provider, what, internal } = kind;
  return {
    row: {
      ...ref,
      key,
      object: 'Ingress',
      ...(isTheirs && { provider }),
      ...(region !== undefined && { region }),
      traits: [...(internal ? (['internal'] as const) : []), ...(isStatic ? (['static-address'] as const) : [])],
      state: stateOf(facts, group),
      sharing: 'ingress',
      ports: group.some(({ spec }) => (spec?.tls ?? []).length > 0) ? [80, 443] : [80],
      ownUsage: usage.usage !== undefined,
    },
    counted: { rules: group.some(({ spec }) => (spec?.tls ?? []).length > 0) ? 2 : 1, internal, zones, ...usage },
    price: own ?? (isTheirs ? priceOf(facts.prices, { provider, region, what }) : undefined),
    free: undefined,
  };
}

function stateOf({ readyOf }: CostFacts, group: readonly AskingIngress[]): CostState {
  if (group.every(({ metadata }) => metadata.deletionTimestamp !== undefined)) return 'releasing';
  if (group.every(({ status }) => (status?.loadBalancer?.ingress ?? []).length === 0)) return 'pending';
  const backends = group.flatMap((ingress) =>
    backendsOf(ingress).map((name) => readyOf({ namespace: ingress.metadata.namespace ?? '', name })),
  );
  return backends.every((ready) => ready === 0) ? 'idle' : 'used';
}

function backendsOf({ spec }: AskingIngress): readonly string[] {
  const paths = (spec?.rules ?? []).flatMap(({ http }) => http?.paths ?? []);
  const backends = [...(spec?.defaultBackend ? [spec.defaultBackend] : []), ...paths.map(({ backend }) => backend)];
  return backends.flatMap(({ service }) => service?.name ?? []);
}
