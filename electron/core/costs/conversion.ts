import type { Price } from '../../../shared/cost-schema.ts';
import type { CostSettings } from '../../../shared/model/cost.ts';

/** Into the person's currency, where they have said at what rate; else it stays in its own. */
export function conversion(
  { currency }: Price,
  settings: CostSettings,
): { readonly rate: number; readonly currency: string } {
  const rate = currency === settings.currency ? 1 : settings.rates[currency];
  return rate === undefined ? { rate: 1, currency } : { rate, currency: settings.currency };
}
