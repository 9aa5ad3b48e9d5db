import type { ClusterFacts } from './cluster-facts.ts';
import type { Condition, Container, Maybe, Pod, ServicePort } from './objects.ts';

export function condition(conditions: Maybe<readonly Condition[]>, type: string): Condition | undefined {
  return conditions?.find((one) => one.type === type);
}

export function isReady(pod: Pod): boolean {
  return condition(pod.status?.conditions, 'Ready')?.status === 'True';
}

/** Finished for good: never among the endpoints. */
export function isFinished({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

export function isTerminating({ metadata }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined;
}

export function addressesOf({ status }: Pod): readonly string[] {
  const all = (status?.podIPs ?? []).map(({ ip }) => ip);
  return all.length > 0 ? all : status?.podIP ? [status.podIP] : [];
}

export function familyOf(address: string): 'IPv4' | 'IPv6' {
  return address.includes(':') ? 'IPv6' : 'IPv4';
}

export function protocolOf({ protocol = 'TCP' }: { readonly protocol?: string }): string {
  return protocol;
}

/** As the API server fills it in: the port itself where nothing is said. */
export function targetOf({ port, targetPort = port }: ServicePort): number | string {
  return targetPort;
}

/** Where named ports are looked for: the containers, then the sidecars. */
export function servingContainers({ spec }: Pod): readonly Container[] {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...(spec.containers ?? []), ...sidecars];
}

export interface DeclaredPort {
  readonly name: string | undefined;
  readonly port: number;
  readonly protocol: string;
  readonly container: string;
}

export function declaredPorts(pod: Pod): readonly DeclaredPort[] {
  return servingContainers(pod).flatMap(({ name: container, ports }) =>
    (ports ?? []).map((port) => ({
      name: port.name,
      port: port.containerPort,
      protocol: protocolOf(port),
      container,
    })),
  );
}

/** The number that a Service port leads to in this Pod; undefined where no container has a port of that name. */
export function resolvePort(pod: Pod, port: ServicePort): number | undefined {
  const target = targetOf(port);
  if (typeof target === 'number') return target;
  const named = declaredPorts(pod).find(({ name, protocol }) => name === target && protocol === protocolOf(port));
  return named?.port;
}

/** Whether the Pod's node is there at all; true where Nodes could not be read. */
export function hasNode(cluster: ClusterFacts, { spec }: Pod): boolean {
  return spec.nodeName === undefined || !cluster.knows('Node') || cluster.get('Node', '', spec.nodeName) !== undefined;
}
