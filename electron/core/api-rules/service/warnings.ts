import { addressWarnings } from '../validation/ip.ts';
import { isHeadless } from './service.ts';
import type { ServiceDraft } from './service.ts';

const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';

export function serviceWarnings({ metadata, spec }: ServiceDraft): string[] {
  const { externalIPs = [], externalName, loadBalancerIP, trafficDistribution, type, clusterIPs = [] } = spec;
  const headless = type === 'ClusterIP' && spec.clusterIP === 'None';
  const warnings: string[] = [];
  if (metadata.annotations?.[TOPOLOGY_HINTS] !== undefined)
    warnings.push(`annotation ${TOPOLOGY_HINTS} is deprecated, please use service.kubernetes.io/topology-mode instead`);
  if (!isHeadless(spec))
    clusterIPs.forEach((ip, at) => warnings.push(...addressWarnings(`spec.clusterIPs[${at}]`, ip)));
  if (headless) {
    if (loadBalancerIP !== undefined) warnings.push('spec.loadBalancerIP is ignored for headless services');
    if (externalIPs.length > 0) warnings.push('spec.externalIPs is ignored for headless services');
    if (spec.sessionAffinity !== 'None') warnings.push('spec.SessionAffinity is ignored for headless services');
  }
  externalIPs.forEach((ip, index) => warnings.push(...addressWarnings(`spec.externalIPs[${index}]`, ip)));
  if (externalIPs.length > 0 && !headless && type !== 'ExternalName')
    warnings.push('spec.externalIPs is deprecated and may no longer be implemented in some clusters');
  if (loadBalancerIP !== undefined) warnings.push(...addressWarnings('spec.loadBalancerIP', loadBalancerIP));
  if (type === 'ExternalName' && externalIPs.length > 0)
    warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  if (type !== 'ExternalName' && externalName !== undefined)
    warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  if (trafficDistribution === 'PreferClose')
    warnings.push('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"');
  return warnings;
}
