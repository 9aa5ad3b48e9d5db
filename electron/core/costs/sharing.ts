import type { Price } from '../../../shared/cost-schema.ts';
import type { CostRow, CostSettings, SharingPlan } from '../../../shared/model/cost.ts';
import { balancedServices } from './balanced.ts';
import { conversion } from './conversion.ts';
import { countAll, fixedOf, type Counted } from './count.ts';
import { placeOf, type CostFacts, type Found } from './facts.ts';

/** What sharing one load balancer among all that can would save; undefined where there are not two of one price. */
export function sharingPlan(
  settings: CostSettings,
  found: readonly Found[],
  rows: readonly CostRow[],
): SharingPlan | undefined {
  const candidates = found.filter(({ row, price }) => row.sharing === 'can' && price);
  const price = candidates[0]?.price;
  const sharing = candidates.filter((one) => one.price?.id === price?.id);
  if (!price || sharing.length < 2) return undefined;
  const keys = new Set(sharing.map(({ row }) => row.key));
  return {
    services: rows.filter(({ key }) => keys.has(key)),
    what: price.what,
    ...sharedCost(settings, found, { price, sharing, entries: 1 }),
  };
}

/** What load balancers cost a month now, and what others in their place would; undefined: unknown. */
export interface SharedCost {
  readonly currency: string;
  readonly before: number | undefined;
  readonly after: number | undefined;
  readonly formula: { readonly before: string; readonly after: string };
}

/** What the load balancers of some Services cost a month, and what so many new `entries` in their place would. */
export function costOfSharing(
  facts: CostFacts,
  { keys, entries }: { readonly keys: ReadonlySet<string>; readonly entries: number },
): SharedCost {
  const { settings } = facts;
  const found = balancedServices(facts, placeOf(facts));
  const own = found.filter(({ row }) => keys.has(row.key));
  // What has not been made yet is not paid for yet.
  const paid = own.filter(({ row, free }) => row.state !== 'pending' && free === undefined);
  const price = own[0]?.price;
  if (price && paid.every((one) => one.price?.id === price.id))
    return sharedCost(settings, found, { price, sharing: paid, entries });
  const isFree = entries === 0 || (own.length > 0 && own.every(({ free }) => free !== undefined));
  const formula = { before: '', after: '' };
  const { currency } = settings;
  return { currency, before: paid.length === 0 ? 0 : undefined, after: isFree ? 0 : undefined, formula };
}

interface Shared {
  readonly price: Price;
  readonly sharing: readonly Found[];
  readonly entries: number;
}

/** Ten load balancers, or one: the difference of what all of them cost before and after. */
function sharedCost(
  settings: CostSettings,
  found: readonly Found[],
  { price, sharing, entries }: Shared,
): Omit<SharingPlan, 'services' | 'what'> {
  const { rate, currency } = conversion(price, settings);
  const paid = found.filter((one) => one.price?.id === price.id && one.row.state !== 'pending');
  const others = paid.filter((one) => !sharing.includes(one)).map(({ counted }) => counted);
  const one: Counted = { rules: 2, internal: false, zones: sharing[0]?.counted.zones ?? 0 };
  const sum = (all: readonly Counted[]): number =>
    countAll(all, price, settings).reduce((total, parts) => total + fixedOf(parts), 0) * rate;
  const alone = sum(others);
  const formulaOf = (count: number): string =>
    price.perHour === undefined
      ? price.source
      : `${count} × ${price.perHour} ${price.currency}/h × ${settings.hours} h`;
  return {
    currency,
    before: sum([...others, ...sharing.map(({ counted }) => counted)]) - alone,
    after: sum([...others, ...Array.from({ length: entries }, () => one)]) - alone,
    formula: { before: formulaOf(sharing.length), after: formulaOf(entries) },
  };
}
