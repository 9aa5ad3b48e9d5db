import type { EndpointSlice, Service, SliceEndpoint } from '../../electron/core/kube/objects.ts';

/**
 * What `portolan services -o json` has to print for the objects that `kubectl get svc,endpointslices -A -o json` gave.
 * Written apart from the core's own view, straight from the API's documentation, so that each checks the other.
 */
export function expectedServices(objects: readonly (Service | EndpointSlice)[]) {
  const services = objects.filter((object): object is Service => 'spec' in object);
  const slices = objects.filter((object): object is EndpointSlice => 'addressType' in object);
  return services.map((service) => {
    const { metadata, spec, status } = service;
    const ingress = status?.loadBalancer?.ingress ?? [];
    const own = slices.filter(
      (slice) =>
        slice.metadata.namespace === metadata.namespace &&
        slice.metadata.labels?.['kubernetes.io/service-name'] === metadata.name,
    );
    return {
      namespace: metadata.namespace,
      name: metadata.name,
      type: spec.type,
      clusterIPs: spec.clusterIPs ?? [],
      ...(spec.externalName !== undefined && { externalName: spec.externalName }),
      externalAddresses: [...ingress.map(({ ip, hostname }) => ip ?? hostname), ...(spec.externalIPs ?? [])],
      pending: spec.type === 'LoadBalancer' && ingress.length === 0,
      ports: (spec.ports ?? []).map((port) => ({
        name: port.name ?? '',
        protocol: port.protocol,
        port: port.port,
        targetPort: port.targetPort,
        ...(port.nodePort !== undefined && { nodePort: port.nodePort }),
        ...(port.appProtocol !== undefined && { appProtocol: port.appProtocol }),
      })),
      endpoints: counts(own.flatMap(({ endpoints }) => endpoints ?? [])),
      ...(spec.selector && { selector: spec.selector }),
      sessionAffinity: spec.sessionAffinity,
      ...(spec.externalTrafficPolicy && { externalTrafficPolicy: spec.externalTrafficPolicy }),
      ...(spec.internalTrafficPolicy && { internalTrafficPolicy: spec.internalTrafficPolicy }),
      ipFamilies: spec.ipFamilies ?? [],
      labels: metadata.labels ?? {},
      created: metadata.creationTimestamp,
    };
  });
}

/** Each endpoint once: a dual-stack Pod stands in a slice of each family. */
function counts(endpoints: readonly SliceEndpoint[]) {
  const once = new Map(endpoints.map((endpoint) => [endpoint.targetRef?.uid ?? endpoint.addresses[0], endpoint]));
  const conditions = [...once.values()].map((endpoint) => endpoint.conditions ?? {});
  const ready = conditions.filter((condition) => condition.ready !== false).length;
  const terminating = conditions.filter((condition) => condition.ready === false && condition.terminating).length;
  return { ready, notReady: conditions.length - ready - terminating, terminating, total: conditions.length };
}
