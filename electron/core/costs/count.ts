import type { Price } from '../../../shared/cost-schema.ts';
import type { CostPart, CostSettings, Usage } from '../../../shared/model/cost.ts';

/** A load balancer as far as its price depends on it. */
export interface Counted {
  readonly rules: number;
  readonly internal: boolean;
  /** In how many zones it stands. */
  readonly zones: number;
  /** How many public addresses it was given by name; else as many as its kind has. */
  readonly addresses?: number;
  /** What is assumed of its use, in place of what is assumed of all. */
  readonly usage?: Usage;
}

type Wishes = Pick<CostSettings, 'hours' | 'usage' | 'addresses'>;

/**
 * What load balancers of one price cost a month, each in parts. What a provider counts over all of them together (rules,
 * those for nothing) is shared out, so that the sum is what the bill says.
 */
export function countAll(all: readonly Counted[], price: Price, wishes: Wishes): readonly (readonly CostPart[])[] {
  const rules = all.reduce((sum, one) => sum + one.rules, 0);
  return all.map((one) => {
    const own = { ...wishes, usage: one.usage ?? wishes.usage };
    return [
      fixedPart(all.length, price, wishes),
      rulesPart({ own: one.rules, all: rules }, price, wishes),
      addressPart(one, price, wishes),
      usagePart(price, own),
      crossZonePart(price, own),
    ].flatMap((part) => part ?? []);
  });
}

/** The parts that are paid for a load balancer that nobody uses. */
export const fixedOf = (parts: readonly CostPart[]): number =>
  parts.reduce((sum, { what, month }) => sum + (what === 'usage' || what === 'cross-zone' ? 0 : month), 0);

export const totalOf = (parts: readonly CostPart[]): number => parts.reduce((sum, { month }) => sum + month, 0);

function fixedPart(count: number, price: Price, { hours }: Wishes): CostPart | undefined {
  const { perHour, perMonth, monthlyCap, free = 0, currency } = price;
  if (perHour === undefined && perMonth === undefined) return undefined;
  const whole = perMonth ?? Math.min((perHour ?? 0) * hours, monthlyCap ?? Infinity);
  const paid = Math.max(0, count - free);
  const rate = perMonth === undefined ? `${perHour ?? 0} ${currency}/h × ${hours} h` : `${perMonth} ${currency}/mo`;
  const capped = monthlyCap === undefined ? '' : ` (≤ ${monthlyCap} ${currency}/mo)`;
  const shared = free === 0 ? '' : ` × ${paid} / ${count}`;
  return { what: 'load-balancer', formula: `${rate}${capped}${shared}`, month: (whole * paid) / count };
}

function rulesPart(
  { own, all }: { readonly own: number; readonly all: number },
  { rules, currency }: Price,
  { hours }: Wishes,
): CostPart | undefined {
  if (!rules || all === 0) return undefined;
  const { first, perHour, furtherPerHour } = rules;
  const further = Math.max(0, all - first);
  const month = ((perHour + further * furtherPerHour) * hours * own) / all;
  const sum = further === 0 ? `${perHour}` : `(${perHour} + ${further} × ${furtherPerHour})`;
  return { what: 'rules', formula: `${sum} ${currency}/h × ${hours} h × ${own} / ${all}`, month };
}

function addressPart(
  { internal, zones, addresses: named }: Counted,
  { addressPerHour, addressPerZone, currency }: Price,
  { hours, addresses }: Wishes,
): CostPart | undefined {
  if (!addresses || internal || addressPerHour === undefined) return undefined;
  const count = named ?? (addressPerZone ? Math.max(1, zones) : 1);
  const formula = `${count} × ${addressPerHour} ${currency}/h × ${hours} h`;
  return { what: 'addresses', formula, month: count * addressPerHour * hours };
}

function usagePart({ perGb = 0, perGbOut = 0, unit, currency }: Price, { hours, usage }: Wishes): CostPart | undefined {
  const { gb, newPerSecond, active, rulesPerSecond } = usage;
  if (unit) {
    const measures = [newPerSecond / unit.newPerSecond, active / unit.active, gb / hours / unit.gbPerHour];
    const units = Math.max(...measures, unit.rulesPerSecond === undefined ? 0 : rulesPerSecond / unit.rulesPerSecond);
    if (units === 0) return undefined;
    const rounded = Math.round(units * 1000) / 1000;
    const formula = `${rounded} ${unit.name} × ${unit.perHour} ${currency}/h × ${hours} h`;
    return { what: 'usage', formula, month: units * unit.perHour * hours };
  }
  const rate = perGb + perGbOut;
  if (rate === 0 || gb === 0) return undefined;
  return { what: 'usage', formula: `${gb} GB × ${rate} ${currency}/GB`, month: gb * rate };
}

function crossZonePart({ crossZonePerGb = 0, currency }: Price, { usage }: Wishes): CostPart | undefined {
  const { crossZoneGb } = usage;
  if (crossZonePerGb === 0 || crossZoneGb === 0) return undefined;
  const formula = `${crossZoneGb} GB × ${crossZonePerGb} ${currency}/GB`;
  return { what: 'cross-zone', formula, month: crossZoneGb * crossZonePerGb };
}
