import type { CostRow, CostState, CostTrait, Sharing } from '../../../shared/model/cost.ts';
import { serviceKey } from '../../../shared/model/service.ts';
import type { Service } from '../kube/objects.ts';
import { isHttp } from '../services/http-ports.ts';
import { servicePorts } from '../services/ports.ts';
import { ownPrice, ownUsage, type CostFacts, type Found, type Place } from './facts.ts';
import { isCrossZone, isInternal, namedAddresses, priceFor } from './kind.ts';

/** The load balancers that Services have. */
export function balancedServices(facts: CostFacts, place: Place): readonly Found[] {
  return facts.services.filter(isPaidFor).map((service) => look(facts, service, place));
}

function isPaidFor({ spec, status }: Service): boolean {
  return spec.type === 'LoadBalancer' || (status?.loadBalancer?.ingress ?? []).length > 0;
}

function look(facts: CostFacts, service: Service, { region, zones, providerOf }: Place): Found {
  const { name, namespace = '' } = service.metadata;
  const provider = providerOf(service.spec.loadBalancerClass);
  const internal = isInternal(service);
  const state = stateOf(service, facts.readyOf({ namespace, name }));
  const ref = { context: facts.context, namespace, name };
  const key = serviceKey(ref);
  const own = ownPrice(facts);
  const where = provider?.kind === 'cloud' ? { provider: provider.name, region } : undefined;
  const addresses = namedAddresses(service);
  const usage = ownUsage(facts, key);
  return {
    row: {
      ...ref,
      key,
      object: 'Service',
      ...(provider && { provider: provider.name }),
      ...(region !== undefined && { region }),
      traits: traitsOf({ internal, crossZone: isCrossZone(service), isStatic: addresses !== undefined }),
      state,
      sharing: sharingOf(service, { internal, state }),
      ports: servicePorts(service).map(({ port }) => port),
      ownUsage: usage.usage !== undefined,
    },
    counted: {
      rules: service.spec.ports?.length ?? 0,
      internal,
      zones,
      ...(addresses !== undefined && { addresses }),
      ...usage,
    },
    price: own ?? (where && priceFor(facts.prices, service, where)),
    free: !own && provider?.kind === 'cluster' ? provider.name : undefined,
  };
}

interface Variants {
  readonly internal: boolean;
  readonly crossZone: boolean;
  readonly isStatic: boolean;
}

function traitsOf({ internal, crossZone, isStatic }: Variants): readonly CostTrait[] {
  return [
    ...(internal ? (['internal'] as const) : []),
    ...(crossZone ? (['cross-zone'] as const) : []),
    ...(isStatic ? (['static-address'] as const) : []),
  ];
}

function stateOf({ metadata, spec, status }: Service, ready: number | undefined): CostState {
  if (metadata.deletionTimestamp !== undefined) return 'releasing';
  if (spec.type !== 'LoadBalancer') return 'orphaned';
  if ((status?.loadBalancer?.ingress ?? []).length === 0) return 'pending';
  return ready === 0 ? 'idle' : 'used';
}

/** An Ingress speaks HTTP, to clients outside. */
function sharingOf(service: Service, { internal, state }: Pick<CostRow, 'state'> & { internal: boolean }): Sharing {
  if (state !== 'used') return 'not-in-use';
  if (internal) return 'internal';
  const ports = servicePorts(service);
  if (ports.some(({ protocol }) => protocol !== 'TCP')) return 'not-tcp';
  return ports.every(isHttp) ? 'can' : 'not-http';
}
