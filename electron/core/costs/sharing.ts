import type { CostRow, CostSettings, SharingPlan } from '../../../shared/model/cost.ts';
import { conversion } from './conversion.ts';
import { countAll, fixedOf, type Counted } from './count.ts';
import type { Found } from './facts.ts';

/** Ten load balancers, or one: the difference of what all of them cost before and after. */
export function sharingPlan(
  settings: CostSettings,
  found: readonly Found[],
  rows: readonly CostRow[],
): SharingPlan | undefined {
  const candidates = found.filter(({ row, price }) => row.sharing === 'can' && price);
  const price = candidates[0]?.price;
  const sharing = candidates.filter((one) => one.price?.id === price?.id);
  if (!price || sharing.length < 2) return undefined;
  const { rate, currency } = conversion(price, settings);
  const paid = found.filter((one) => one.price?.id === price.id && one.row.state !== 'pending');
  const others = paid.filter((one) => !sharing.includes(one)).map(({ counted }) => counted);
  const one: Counted = { rules: 2, internal: false, zones: sharing[0]?.counted.zones ?? 0 };
  const sum = (all: readonly Counted[]): number =>
    countAll(all, price, settings).reduce((total, parts) => total + fixedOf(parts), 0) * rate;
  const alone = sum(others);
  const before = sum([...others, ...sharing.map(({ counted }) => counted)]) - alone;
  const after = sum([...others, one]) - alone;
  const formulaOf = (count: number): string =>
    price.perHour === undefined
      ? price.source
      : `${count} × ${price.perHour} ${price.currency}/h × ${settings.hours} h`;
  const keys = new Set(sharing.map(({ row }) => row.key));
  return {
    services: rows.filter(({ key }) => keys.has(key)),
    what: price.what,
    currency,
    before,
    after,
    formula: { before: formulaOf(sharing.length), after: formulaOf(1) },
  };
}
