import { z } from 'zod';
import { contextKey } from './schemas.ts';

const amount = z.number().min(0).max(1_000_000_000);
const currency = z.string().regex(/^[A-Z]{3}$/);

const usage = z.object({
  gb: amount,
  newPerSecond: amount,
  active: amount,
  rulesPerSecond: amount,
  crossZoneGb: amount,
});

export const costSettingsSchema = z.object({
  hours: z.number().min(1).max(744),
  currency,
  rates: z.record(currency, amount).readonly(),
  usage,
  usageOf: z.record(z.string().max(1600), usage).readonly().default({}),
  addresses: z.boolean(),
  own: z.record(contextKey, amount).readonly(),
});
const { shape } = costSettingsSchema;
export const costChangeSchema = z.object({
  hours: shape.hours.exactOptional(),
  currency: shape.currency.exactOptional(),
  rates: shape.rates.exactOptional(),
  usage: shape.usage.exactOptional(),
  usageOf: shape.usageOf.unwrap().exactOptional(),
  addresses: shape.addresses.exactOptional(),
  own: shape.own.exactOptional(),
});

const priceSchema = z.strictObject({
  id: z.string().min(1).max(60),
  provider: z.string().min(1).max(60),
  what: z.string().min(1).max(60),
  /** This region alone; without one, wherever the provider has no price of its own. */
  region: z.string().exactOptional(),
  currency,
  /** For each load balancer. */
  perHour: amount.exactOptional(),
  perMonth: amount.exactOptional(),
  /** What the hours of a month come to at most. */
  monthlyCap: amount.exactOptional(),
  /** So many load balancers cost nothing. */
  free: z.int().min(0).exactOptional(),
  /** One charge for the first rules of a cluster together, and one for each further; a rule is a Service port. */
  rules: z.strictObject({ first: z.int().min(1), perHour: amount, furtherPerHour: amount }).exactOptional(),
  addressPerHour: amount.exactOptional(),
  /** One address in each zone, not one for all. */
  addressPerZone: z.boolean().exactOptional(),
  perGb: amount.exactOptional(),
  perGbOut: amount.exactOptional(),
  crossZonePerGb: amount.exactOptional(),
  /** Capacity units: so many as the largest of its measures asks for. */
  unit: z
    .strictObject({
      name: z.string().min(1),
      perHour: amount,
      newPerSecond: amount,
      active: amount,
      gbPerHour: amount,
      rulesPerSecond: amount.exactOptional(),
    })
    .exactOptional(),
  source: z.string().min(1).max(200),
  read: z.iso.date(),
});
export type Price = Readonly<z.infer<typeof priceSchema>>;

/** A file of prices. */
export const priceListSchema = z.strictObject({ version: z.literal(1), prices: z.array(priceSchema).min(1).max(2000) });
