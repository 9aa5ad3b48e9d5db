import type { ClusterCosts, CostPart, CostRow, CostSettings } from '../../../shared/model/cost.ts';
import { groupBy } from '../diagnosis/index-by.ts';
import { balancedServices } from './balanced.ts';
import { conversion } from './conversion.ts';
import { countAll, totalOf } from './count.ts';
import { placeOf, type CostFacts, type Found } from './facts.ts';
import { balancedIngresses } from './ingress.ts';
import { sharingPlan } from './sharing.ts';

/** What each load balancer of a cluster costs, and what sharing one would save. */
export function clusterCosts(facts: CostFacts): ClusterCosts {
  const place = placeOf(facts);
  const found = [...balancedServices(facts, place), ...balancedIngresses(facts, place)];
  const parts = partsOf(found, facts.settings);
  const rows = found.map((one) => rowOf(facts, one, parts));
  const plan = sharingPlan(facts.settings, found, rows);
  return { key: facts.context, rows, ...(plan && { plan }) };
}

/** The addends of all that is paid for. Those of one price are counted together, as the provider does. */
function partsOf(found: readonly Found[], settings: CostSettings): ReadonlyMap<Found, readonly CostPart[]> {
  // What has not been made yet is not paid for yet.
  const paid = found.filter(({ row, price }) => price && row.state !== 'pending');
  const parts = new Map<Found, readonly CostPart[]>();
  for (const same of groupBy(paid, ({ price }) => [price?.id ?? '']).values()) {
    const price = same[0]?.price;
    if (!price) continue;
    const counted = countAll(
      same.map((one) => one.counted),
      price,
      settings,
    );
    for (const [index, one] of same.entries()) parts.set(one, counted[index] ?? []);
  }
  return parts;
}

function rowOf({ settings }: CostFacts, one: Found, all: ReturnType<typeof partsOf>): CostRow {
  const { row, price, free } = one;
  const { currency } = settings;
  if (free !== undefined)
    return { ...row, what: free, parts: [], month: 0, currency, source: { kind: 'cluster', name: free, read: '' } };
  if (!price) return { ...row, parts: [], currency };
  const isOwn = price.id === 'own';
  const shown = {
    ...row,
    ...(!isOwn && { what: price.what }),
    source: { kind: isOwn ? 'own' : 'list', name: price.source, read: isOwn ? '' : price.read },
  } as const;
  const parts = all.get(one);
  if (!parts) return { ...shown, parts: [], month: 0, currency };
  const { rate, currency: into } = conversion(price, settings);
  return {
    ...shown,
    parts: parts.map((part) => ({ ...part, month: part.month * rate })),
    month: totalOf(parts) * rate,
    currency: into,
  };
}
