import type { Price } from '../../../shared/cost-schema.ts';
import type { CostRow, CostSettings } from '../../../shared/model/cost.ts';
import type { ServiceRef } from '../../../shared/model/service.ts';
import { providerOf, type Provider } from '../exposure/provider.ts';
import type { Node, Service } from '../kube/objects.ts';
import { regionOf, zoneOf } from '../nodes/machine.ts';
import type { Counted } from './count.ts';
import type { AskingIngress } from './ingress-kind.ts';

/** All that the costs of a cluster are counted from. */
export interface CostFacts {
  readonly context: string;
  readonly services: readonly Service[];
  readonly ingresses: readonly AskingIngress[];
  /** How many endpoints of a Service are ready; undefined where that may not be read. */
  readonly readyOf: (service: Omit<ServiceRef, 'context'>) => number | undefined;
  /** Undefined: they may not be read. */
  readonly nodes: readonly Node[] | undefined;
  readonly groups: readonly string[] | undefined;
  readonly prices: readonly Price[];
  readonly settings: CostSettings;
}

/** A load balancer with what was found out about it, before anything is counted. */
export interface Found {
  readonly row: Omit<CostRow, 'parts' | 'month' | 'currency' | 'source' | 'what'>;
  readonly counted: Counted;
  readonly price: Price | undefined;
  /** Made in the cluster: at no price. */
  readonly free: string | undefined;
}

/** What all load balancers of a cluster have in common. */
export interface Place {
  readonly region: string | undefined;
  /** In how many zones there are nodes. */
  readonly zones: number;
  /** Who makes load balancers of a class. */
  readonly providerOf: (loadBalancerClass: string | undefined) => Provider | undefined;
}

export function placeOf({ nodes, services, groups }: CostFacts): Place {
  const isAnswered = services.some(({ status }) => (status?.loadBalancer?.ingress ?? []).length > 0);
  // A class decides for a few, and finding out looks at every node.
  const known = new Map<string | undefined, Provider | undefined>();
  return {
    region: nodes?.flatMap((node) => regionOf(node) ?? [])[0],
    zones: new Set(nodes?.flatMap((node) => zoneOf(node) ?? [])).size,
    providerOf: (loadBalancerClass) => {
      if (!known.has(loadBalancerClass)) {
        const provider = providerOf({ nodes, groups, isAnswered, loadBalancerClass });
        known.set(loadBalancerClass, provider === 'none' || provider?.name === '?' ? undefined : provider);
      }
      return known.get(loadBalancerClass);
    },
  };
}

/** The person's own price of a cluster's load balancers, if they gave one. */
export function ownPrice({ context, settings }: CostFacts): Price | undefined {
  const perHour = settings.own[context];
  if (perHour === undefined) return undefined;
  const { currency } = settings;
  return { id: 'own', provider: '', what: '', currency, perHour, source: '', read: '1970-01-01' };
}

/** What the person says of its use and of no other's. */
export function ownUsage({ settings }: CostFacts, key: string): Pick<Counted, 'usage'> {
  const usage = settings.usageOf[key];
  return usage ? { usage } : {};
}
