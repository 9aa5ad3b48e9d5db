import { z } from 'zod';
import { portSchema } from './exposure-schema.ts';
import { exposureNames } from './model/exposure.ts';
import { contextKey, objectName } from './schemas.ts';

const words = z.string().max(1024);
const manifest = z.string().max(1_000_000);

/** Kinds that run Pods which a Service can lead to. */
export const workloadKinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'Pod'] as const;
export const workloadSchema = z.object({ kind: z.enum(workloadKinds), name: objectName });

/** A Service that is not there yet. As with edits, the server's own rules judge the values. */
export const newServiceSchema = z.object({
  name: words,
  type: z.enum(exposureNames),
  ports: z.array(portSchema).max(100).readonly(),
  selector: z.record(words, words).readonly(),
  externalName: words.exactOptional(),
  /** Where there is no selector: addresses for an EndpointSlice made with it, one per address family. */
  addresses: z.array(words).max(1000).readonly().exactOptional(),
});
export type NewService = z.infer<typeof newServiceSchema>;

/** Objects to make, to replace or to delete. */
export const objectWishSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('create'), service: newServiceSchema }),
  /** Services and EndpointSlices, as YAML or JSON. */
  z.object({ do: z.literal('create-from-text'), text: manifest }),
  /** The Service's own EndpointSlices, those that no controller keeps, become these. */
  z.object({ do: z.literal('set-slices'), name: objectName, text: manifest }),
  z.object({ do: z.literal('delete'), name: objectName }),
]);
export type ObjectWish = z.infer<typeof objectWishSchema>;

export const placeSchema = z.object({ context: contextKey, namespace: objectName });
export const objectsSchema = placeSchema.extend({ wish: objectWishSchema });
/** `expected` is the fingerprint of the plan that was shown: another one is not applied. */
export const objectsApplySchema = objectsSchema.extend({ expected: objectName.exactOptional() });
