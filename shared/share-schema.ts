import { z } from 'zod';
import { contextKey, objectName, portNumber } from './schemas.ts';

const words = z.string().max(1024);
const place = z.object({ namespace: objectName, name: objectName });

/** Requests for `host` (empty: each) under `path` go to a port of a Service. */
export const shareRuleSchema = place.extend({ port: portNumber, host: words, path: words });

/** Services to put behind one entry, and how; what is left out is proposed. */
export const shareWishSchema = z.object({
  services: z.array(place).min(1).max(200).readonly(),
  /** The key of one of the plan's entries. */
  entry: words.exactOptional(),
  /** Of the objects that are made. */
  name: words.exactOptional(),
  rules: z.array(shareRuleSchema).max(1000).readonly().exactOptional(),
  /** Hosts are proposed below it. */
  domain: words.exactOptional(),
  /** A Secret with the certificate for all hosts of an Ingress. */
  tlsSecret: words.exactOptional(),
  /** Leaves the load balancers as they are for now. */
  keep: z.boolean().exactOptional(),
});
export type ShareWish = z.infer<typeof shareWishSchema>;

export const shareSchema = z.object({ context: contextKey, wish: shareWishSchema });
/** `expected` is the fingerprint of the plan that was shown: another one is not applied. */
export const shareApplySchema = shareSchema.extend({ expected: objectName.exactOptional() });
export const shareRefSchema = place.extend({ context: contextKey });
