import { hasNodePorts, isExternalName, isLoadBalancer, isReachedFromOutside } from './service.ts';
import type { ServiceDraft } from './service.ts';

const AFFINITY_SECONDS = 10_800;

export function serviceDefaults({ spec, status }: ServiceDraft): void {
  spec.sessionAffinity ??= 'None';
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
  if (spec.sessionAffinity === 'ClientIP' && spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined)
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: AFFINITY_SECONDS } };
  spec.type ??= 'ClusterIP';
  for (const port of spec.ports ?? []) {
    port.protocol ??= 'TCP';
    port.targetPort ??= port.port;
  }
  if (isReachedFromOutside(spec)) spec.externalTrafficPolicy ??= 'Cluster';
  if (hasNodePorts(spec) || spec.type === 'ClusterIP') spec.internalTrafficPolicy ??= 'Cluster';
  if (!isLoadBalancer(spec)) return;
  spec.allocateLoadBalancerNodePorts ??= true;
  for (const ingress of status?.loadBalancer?.ingress ?? []) if (ingress.ip !== undefined) ingress.ipMode ??= 'VIP';
}

/** What is never shown, though it may be asked for. */
export function hideUnused({ spec }: ServiceDraft): void {
  if (isExternalName(spec)) delete spec.internalTrafficPolicy;
}
