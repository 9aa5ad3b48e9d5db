import { defaultCosts } from '../../../shared/model/cost.ts';
import type { PlanCost } from '../../../shared/model/exposure.ts';
import { countAll, fixedOf } from '../costs/count.ts';
import { priceFor } from '../costs/kind.ts';
import { shippedPrices } from '../costs/price-list.ts';
import type { ExposedService } from './facts.ts';
import type { Provider } from './provider.ts';

/** A month before and after. An unknown provider's price stays unknown: nothing is invented. */
export function costOf(
  before: ExposedService,
  after: ExposedService,
  provider: Provider | 'none' | undefined,
): PlanCost {
  const price = priceOf(provider, after);
  const monthly = (service: ExposedService): number | undefined =>
    service.spec.type === 'LoadBalancer' ? price.month : 0;
  return { before: monthly(before), after: monthly(after), currency: price.currency, basis: price.basis };
}

interface CountedPrice {
  readonly month: number | undefined;
  readonly currency: string;
  readonly basis: string | undefined;
}

/** List price of the fixed part, as if the load balancer were the account's only one. */
function priceOf(provider: Provider | 'none' | undefined, service: ExposedService): CountedPrice {
  // Where nobody makes a load balancer, none is paid.
  if (provider === 'none' || provider?.kind === 'cluster') return { month: 0, currency: 'USD', basis: undefined };
  const price = provider && priceFor(shippedPrices, service, { provider: provider.name, region: undefined });
  if (!price) return { month: undefined, currency: 'USD', basis: undefined };
  const counted = { rules: service.spec.ports?.length ?? 1, internal: false, zones: 1 };
  const [parts = []] = countAll([counted], { ...price, free: 0 }, defaultCosts);
  const { what, currency, source, read } = price;
  const formula = parts.map((part) => part.formula).join(' + ');
  const month = Math.round(fixedOf(parts) * 100) / 100;
  return { month, currency, basis: `${provider.name} ${what}: ${formula} (${source}, ${read})` };
}
