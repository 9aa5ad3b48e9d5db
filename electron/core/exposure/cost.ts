import type { PlanCost } from '../../../shared/model/exposure.ts';
import type { ExposedService } from './facts.ts';
import { loadBalancerPrices } from './prices.ts';
import type { Provider } from './provider.ts';

/** As the industry's price pages count. */
const HOURS_A_MONTH = 730;

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

interface Price {
  readonly month: number | undefined;
  readonly currency: string;
  readonly basis: string | undefined;
}

function priceOf(provider: Provider | 'none' | undefined, { spec }: ExposedService): Price {
  // Where nobody makes a load balancer, none is paid.
  if (provider === 'none' || (typeof provider === 'object' && provider.kind === 'cluster'))
    return { month: 0, currency: 'USD', basis: undefined };
  const isClassic = provider?.name === 'AWS' && spec.loadBalancerClass === undefined;
  const price = loadBalancerPrices[isClassic ? 'AWS classic' : (provider?.name ?? '')];
  if (!price) return { month: undefined, currency: 'USD', basis: undefined };
  const { what, perHour = 0, perMonth, currency, source, read } = price;
  const month = Math.round((perMonth ?? perHour * HOURS_A_MONTH) * 100) / 100;
  const rate = perMonth === undefined ? `${perHour} ${currency}/h × ${HOURS_A_MONTH} h` : `${perMonth} ${currency}/mo`;
  return { month, currency, basis: `${provider?.name ?? ''} ${what}: ${rate} (${source}, ${read})` };
}
