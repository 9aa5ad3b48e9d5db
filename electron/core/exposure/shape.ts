import type { ExposureName } from '../../../shared/model/exposure.ts';
import {
  allocatesNodePorts,
  hasNodePorts,
  isExternalName,
  isLoadBalancer,
  isReachedFromOutside,
  needsHealthCheck,
} from '../api-rules/service/service.ts';
import type { ServiceSpec } from '../api-rules/service/service.ts';
import { SOURCE_RANGES } from '../api-rules/service/validate.ts';

/** The part of a Service that a plan changes; a copy to write in. */
export interface Target {
  spec: ServiceSpec;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

interface Source {
  readonly metadata: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: Readonly<ServiceSpec>;
}

export function targetOf({ metadata, spec }: Source): Target {
  const { labels = {}, annotations = {} } = metadata;
  return structuredClone({ spec, labels, annotations });
}

export function exposureOf(spec: Readonly<ServiceSpec>): ExposureName {
  if (isExternalName(spec)) return 'ExternalName';
  if (spec.clusterIP === 'None') return 'Headless';
  if (isLoadBalancer(spec)) return 'LoadBalancer';
  return spec.type === 'NodePort' ? 'NodePort' : 'ClusterIP';
}

/** Takes away what the server refuses on this type and does not clear by itself. */
export function dropRefused({ spec, annotations }: Target): void {
  if (isLoadBalancer(spec)) return;
  delete spec.loadBalancerSourceRanges;
  Reflect.deleteProperty(annotations, SOURCE_RANGES);
}

/** Takes away what this type has no use for, as a client has to where the server sees no change of type. */
export function dropUseless(target: Target): void {
  const { spec } = target;
  dropRefused(target);
  if (!isReachedFromOutside(spec)) delete spec.externalTrafficPolicy;
  if (!needsHealthCheck(spec)) delete spec.healthCheckNodePort;
  if (!isLoadBalancer(spec)) {
    delete spec.allocateLoadBalancerNodePorts;
    delete spec.loadBalancerClass;
  }
  if (!hasNodePorts(spec)) for (const port of spec.ports ?? []) delete port.nodePort;
  if (!isExternalName(spec)) return;
  for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy'] as const)
    Reflect.deleteProperty(spec, field);
}

/** Going there keeps every node port. */
export function keepsNodePorts(spec: Readonly<ServiceSpec>): boolean {
  return allocatesNodePorts(spec) && (spec.ports ?? []).every(({ nodePort }) => nodePort !== undefined);
}
