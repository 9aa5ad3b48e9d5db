import { isSame } from '../../json.ts';
import {
  allocatesNodePorts,
  hasNodePorts,
  isExternalName,
  isLoadBalancer,
  isReachedFromOutside,
  needsHealthCheck,
  nodePortsOf,
} from './service.ts';
import type { ServiceDraft, ServiceSpec } from './service.ts';

/** Gives back what a client left out and could not have chosen better: this is why null does not clear these fields. */
export function keepAllocated(spec: ServiceSpec, old: ServiceSpec): void {
  if (!isExternalName(old) && !isExternalName(spec)) {
    keep(spec, old, 'clusterIP');
    keep(spec, old, 'clusterIPs');
  }
  if (allocatesNodePorts(old) && allocatesNodePorts(spec)) keepNodePorts(spec, old);
  if (needsHealthCheck(old) && needsHealthCheck(spec)) keep(spec, old, 'healthCheckNodePort');
}

function keep(spec: ServiceSpec, old: ServiceSpec, field: keyof ServiceSpec): void {
  if (spec[field] === undefined && old[field] !== undefined)
    Object.assign(spec, { [field]: structuredClone(old[field]) });
}

/** By the port's name, unless the number has gone to another port. */
function keepNodePorts(spec: ServiceSpec, old: ServiceSpec): void {
  const now = nodePortsOf(spec);
  const taken = new Set(nodePortsOf(old).filter((number) => now.includes(number)));
  const numbers = new Map((old.ports ?? []).map(({ name, nodePort }) => [name, nodePort]));
  for (const port of spec.ports ?? []) {
    const number = numbers.get(port.name);
    if (port.nodePort === undefined && number !== undefined && !taken.has(number)) port.nodePort = number;
  }
}

/** `clusterIP` and `clusterIPs[0]` are the same; whoever changes one of them means both. */
export function alignClusterIPs(spec: ServiceSpec, old: ServiceSpec | undefined): void {
  if (!old) {
    if (spec.clusterIP !== undefined) spec.clusterIPs ??= [spec.clusterIP];
    return;
  }
  if (spec.clusterIPs === undefined && old.clusterIPs !== undefined && spec.clusterIP === old.clusterIP)
    spec.clusterIPs = [...old.clusterIPs];
  if (spec.clusterIP === old.clusterIP || !isSame(spec.clusterIPs, old.clusterIPs)) return;
  if (spec.clusterIP === undefined) delete spec.clusterIPs;
  else spec.clusterIPs = [spec.clusterIP];
}

/** Clears what the new type has no use for, unless the request itself set it: then validation refuses it. */
export function dropTypeDependent({ spec, status }: ServiceDraft, old: ServiceSpec): void {
  const drop = (...fields: (keyof ServiceSpec)[]): void => {
    for (const field of fields) Reflect.deleteProperty(spec, field);
  };
  const isKept = (...fields: (keyof ServiceSpec)[]): boolean => fields.every((one) => isSame(spec[one], old[one]));

  if (!isExternalName(old) && isExternalName(spec)) {
    if (isKept('clusterIP', 'clusterIPs')) drop('clusterIP', 'clusterIPs');
    if (isKept('ipFamilies')) drop('ipFamilies');
    if (isKept('ipFamilyPolicy')) drop('ipFamilyPolicy');
  }
  if (hasNodePorts(old) && !hasNodePorts(spec)) {
    const before = nodePortsOf(old);
    if (nodePortsOf(spec).every((number) => before.includes(number)))
      for (const port of spec.ports ?? []) delete port.nodePort;
  }
  if (needsHealthCheck(old) && !needsHealthCheck(spec) && isKept('healthCheckNodePort')) drop('healthCheckNodePort');
  if (isLoadBalancer(old) && !isLoadBalancer(spec)) {
    if (isKept('allocateLoadBalancerNodePorts')) drop('allocateLoadBalancerNodePorts');
    if (isKept('loadBalancerClass')) drop('loadBalancerClass');
  }
  if (isReachedFromOutside(old) && !isReachedFromOutside(spec) && isKept('externalTrafficPolicy'))
    drop('externalTrafficPolicy');
  if (!isLoadBalancer(spec) && status) status.loadBalancer = {};
}
