import { z } from 'zod';
import { exposureNames } from './model/exposure.ts';
import { objectName, portNumber, serviceRefSchema } from './schemas.ts';

const words = z.string().max(1024);
const protocol = z.enum(['TCP', 'UDP', 'SCTP']);
const trafficPolicy = z.enum(['Cluster', 'Local']);
const targetPort = z.union([z.int(), words]);
/** `auto`: the server picks one. */
const nodePort = z.union([z.int(), z.literal('auto')]);

export const portSchema = z.object({
  name: words.exactOptional(),
  protocol: protocol.exactOptional(),
  port: z.int(),
  targetPort: targetPort.exactOptional(),
  nodePort: nodePort.exactOptional(),
  appProtocol: words.exactOptional(),
});

/**
 * One thing to change. A value left out clears the field. The server's own rules judge the values: what is refused
 * is refused in its words, so nothing is checked twice here.
 */
const editSchema = z.discriminatedUnion('set', [
  z.object({ set: z.literal('type'), to: z.enum(exposureNames), externalName: words.exactOptional() }),
  z.object({ set: z.literal('port-added'), port: portSchema }),
  z.object({ set: z.literal('port-removed'), port: portNumber, protocol: protocol.exactOptional() }),
  z.object({
    set: z.literal('port-changed'),
    port: portNumber,
    protocol: protocol.exactOptional(),
    to: portSchema.extend({ port: z.int().exactOptional() }),
  }),
  z.object({ set: z.literal('externalTrafficPolicy'), value: trafficPolicy }),
  z.object({ set: z.literal('internalTrafficPolicy'), value: trafficPolicy }),
  z.object({
    set: z.literal('sessionAffinity'),
    value: z.enum(['None', 'ClientIP']),
    seconds: z.int().exactOptional(),
  }),
  z.object({ set: z.literal('loadBalancerClass'), value: words.exactOptional() }),
  z.object({ set: z.literal('loadBalancerSourceRanges'), value: z.array(words).max(1000).readonly() }),
  z.object({ set: z.literal('loadBalancerIP'), value: words.exactOptional() }),
  z.object({ set: z.literal('allocateLoadBalancerNodePorts'), value: z.boolean() }),
  z.object({ set: z.literal('externalIPs'), value: z.array(words).max(100).readonly() }),
  z.object({ set: z.literal('externalName'), value: words }),
  z.object({ set: z.literal('publishNotReadyAddresses'), value: z.boolean() }),
  z.object({
    set: z.literal('ipFamilyPolicy'),
    value: z.enum(['SingleStack', 'PreferDualStack', 'RequireDualStack']),
    families: z
      .array(z.enum(['IPv4', 'IPv6']))
      .max(2)
      .readonly()
      .exactOptional(),
  }),
  z.object({ set: z.literal('trafficDistribution'), value: words.exactOptional() }),
  z.object({ set: z.literal('selector'), value: z.record(words, words).readonly() }),
  z.object({ set: z.literal('label'), key: words, value: words.exactOptional() }),
  z.object({ set: z.literal('annotation'), key: words, value: z.string().max(262_144).exactOptional() }),
]);
export type Edit = z.infer<typeof editSchema>;

export const wishSchema = z.object({
  edits: z.array(editSchema).min(1).max(100).readonly(),
  /** Deletes the Service and creates it anew, where otherwise it would be changed in place. */
  recreate: z.boolean().exactOptional(),
});
export type Wish = z.infer<typeof wishSchema>;

export const exposureSchema = z.object({ ref: serviceRefSchema, wish: wishSchema });
/** `expected` is the fingerprint of the plan that was shown: another one is not applied. */
const expected = objectName.exactOptional();
export const applySchema = exposureSchema.extend({ expected });
export const undoSchema = z.object({ ref: serviceRefSchema, expected });

/** So many Services are changed together at most. */
const several = z.array(serviceRefSchema).min(1).max(200).readonly();
const severalShown = z.array(serviceRefSchema.extend({ expected })).min(1).max(200).readonly();
export const bulkSchema = z.object({ services: several, wish: wishSchema });
export const bulkApplySchema = z.object({ services: severalShown, wish: wishSchema });
export const bulkUndoSchema = z.object({ services: severalShown });
