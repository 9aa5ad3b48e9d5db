import type { EnvGap, EnvVariable } from '../../../shared/model/names.ts';
import type { Pod, Service } from '../kube/objects.ts';
import { servicePorts } from '../services/ports.ts';

/**
 * The variables that kubelet gives to containers for a Service, in its order and words. None without a cluster IP.
 * Kubernetes: pkg/kubelet/envvars/envvars.go
 */
export function environment(service: Service): readonly EnvVariable[] {
  const { clusterIP = '', type } = service.spec;
  if (clusterIP === '' || clusterIP === 'None' || type === 'ExternalName') return [];
  const prefix = variableName(service.metadata.name);
  const ports = servicePorts(service);
  const [first] = ports;
  if (!first) return [];
  return [
    { name: `${prefix}_SERVICE_HOST`, value: clusterIP },
    { name: `${prefix}_SERVICE_PORT`, value: String(first.port) },
    ...ports.flatMap(({ name, port }) =>
      name === undefined ? [] : [{ name: `${prefix}_SERVICE_PORT_${variableName(name)}`, value: String(port) }],
    ),
    ...ports.flatMap(({ port, protocol }, index) => {
      const url = `${protocol.toLowerCase()}://${clusterIP.includes(':') ? `[${clusterIP}]` : clusterIP}:${port}`;
      const own = `${prefix}_PORT_${port}_${protocol}`;
      return [
        ...(index === 0 ? [{ name: `${prefix}_PORT`, value: url }] : []),
        { name: own, value: url },
        { name: `${own}_PROTO`, value: protocol.toLowerCase() },
        { name: `${own}_PORT`, value: String(port) },
        { name: `${own}_ADDR`, value: clusterIP },
      ];
    }),
  ];
}

/** Every Pod of every namespace is told of the API server, whatever it asks for. */
export function isEverywhere({ metadata: { namespace, name } }: Service): boolean {
  return namespace === 'default' && name === 'kubernetes';
}

function variableName(text: string): string {
  return text.toUpperCase().replaceAll('-', '_');
}

/** Whether a container of the Pod has what kubelet gave it when it started. */
export function isRunning({ status }: Pod): boolean {
  return started(status).length > 0;
}

/** Why a Pod that runs has not the Service's variables as they are; undefined where it has. `changed` in ms of the epoch. */
export function envGap(pod: Pod, service: Service, changed: number | undefined): EnvGap | undefined {
  const name = pod.metadata.name;
  const [first] = started(pod.status);
  if (first === undefined) return undefined;
  if (pod.spec.enableServiceLinks === false && !isEverywhere(service)) {
    return { pod: name, why: 'links-off', started: first };
  }
  const at = Date.parse(first);
  if (at < Date.parse(service.metadata.creationTimestamp)) return { pod: name, why: 'older', started: first };
  return changed !== undefined && at < changed ? { pod: name, why: 'changed', started: first } : undefined;
}

/** When the containers that run were started, the oldest first. */
function started(status: Pod['status']): readonly string[] {
  return (status?.containerStatuses ?? []).flatMap(({ state }) => state?.running?.startedAt ?? []).sort();
}
