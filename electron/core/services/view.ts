import { serviceKey, type EndpointCounts, type ServiceRow } from '../../../shared/model/service.ts';
import type { EndpointSlice, Service } from '../kube/objects.ts';
import { countEndpoints, unservedPorts } from './endpoints.ts';
import { servicePorts } from './ports.ts';

/** The API's default when a Service asks for client affinity and doesn't say for how long. */
const AFFINITY_SECONDS = 10_800;

/** A Service and its slices as a list shows them. Without `slices`, because they may not be read, nothing is counted. */
export function serviceRow(
  context: string,
  service: Service,
  slices: readonly EndpointSlice[] | undefined,
): ServiceRow {
  const { metadata, spec } = service;
  const { name, namespace = '', uid, resourceVersion, labels = {}, creationTimestamp, deletionTimestamp } = metadata;
  const type = spec.type ?? 'ClusterIP';
  const ref = { context, namespace, name };
  const loadBalancer = type === 'LoadBalancer' ? loadBalancerAddresses(service) : [];
  const endpoints = slicesCount(type, slices);
  const unserved = endpoints && endpoints.ready > 0 && slices ? unservedPorts(servicePorts(service), slices) : [];
  return {
    ...ref,
    key: serviceKey(ref),
    uid,
    resourceVersion,
    type,
    headless: spec.clusterIP === 'None',
    clusterIPs: type === 'ExternalName' ? [] : clusterIPs(service),
    ...(type === 'ExternalName' && { externalName: spec.externalName ?? '' }),
    externalAddresses: [...loadBalancer, ...(type === 'ExternalName' ? [] : (spec.externalIPs ?? []))],
    pending: type === 'LoadBalancer' && loadBalancer.length === 0,
    ports: servicePorts(service),
    ...(type !== 'ExternalName' &&
      spec.selector &&
      Object.keys(spec.selector).length > 0 && { selector: spec.selector }),
    ...(endpoints && { endpoints }),
    ...(unserved.length > 0 && { unserved }),
    sessionAffinity: sessionAffinity(service),
    ...(spec.externalTrafficPolicy !== undefined && { externalTrafficPolicy: spec.externalTrafficPolicy }),
    ...(spec.internalTrafficPolicy !== undefined && { internalTrafficPolicy: spec.internalTrafficPolicy }),
    publishNotReadyAddresses: spec.publishNotReadyAddresses ?? false,
    ipFamilies: spec.ipFamilies ?? [],
    ...(spec.ipFamilyPolicy !== undefined && { ipFamilyPolicy: spec.ipFamilyPolicy }),
    ...(spec.loadBalancerClass !== undefined && { loadBalancerClass: spec.loadBalancerClass }),
    labels,
    created: creationTimestamp,
    ...(deletionTimestamp !== undefined && { deleting: deletionTimestamp }),
  };
}

/** A Service that became an ExternalName keeps its old slices, which nothing follows any more. */
function slicesCount(
  type: ServiceRow['type'],
  slices: readonly EndpointSlice[] | undefined,
): EndpointCounts | undefined {
  return type === 'ExternalName' || !slices ? undefined : countEndpoints(slices);
}

function loadBalancerAddresses({ status }: Service): readonly string[] {
  return (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => ip ?? hostname ?? []);
}

function clusterIPs({ spec }: Service): readonly string[] {
  return spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : []);
}

function sessionAffinity({ spec }: Service): ServiceRow['sessionAffinity'] {
  if (spec.sessionAffinity !== 'ClientIP') return { type: 'None' };
  return { type: 'ClientIP', seconds: spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? AFFINITY_SECONDS };
}
