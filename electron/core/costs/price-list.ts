import { fail } from '../../../shared/failure.ts';
import { priceListSchema, type Price } from '../../../shared/cost-schema.ts';
import shipped from './prices.json' with { type: 'json' };

/** The list prices that Portolan comes with (services.md §3.2). */
export const shippedPrices: readonly Price[] = priceListSchema.parse(shipped).prices;

/** Reads a file of prices, or says in which place it is wrong. */
export function readPrices(text: string): readonly Price[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw fail('invalid', { detail: error instanceof Error ? error.message : String(error) }, error);
  }
  const read = priceListSchema.safeParse(json);
  if (read.success) return read.data.prices;
  const [issue] = read.error.issues;
  throw fail('invalid', { detail: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` });
}

/** The prices with those of a person's own file in place of those with the same id, and the rest of it added. */
export function withOwn(prices: readonly Price[], own: readonly Price[]): readonly Price[] {
  const ids = new Set(own.map(({ id }) => id));
  return [...own, ...prices.filter(({ id }) => !ids.has(id))];
}
