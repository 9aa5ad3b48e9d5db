import type { ContainerView, PodView } from '../../../shared/model/endpoint.ts';
import type { ContainerStatus, Pod } from '../kube/objects.ts';

/** A Pod as a Service's page shows it. */
export function podView(pod: Pod): PodView {
  const { metadata, spec, status = {} } = pod;
  const ready = hasCondition(pod, 'Ready');
  const reason = ready && metadata.deletionTimestamp === undefined ? undefined : podReason(pod);
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    uid: metadata.uid,
    phase: status.phase ?? 'Unknown',
    ready,
    ...(reason !== undefined && { reason }),
    ...(spec.nodeName !== undefined && { node: spec.nodeName }),
    ips: (status.podIPs ?? []).map(({ ip }) => ip),
    terminating: metadata.deletionTimestamp !== undefined,
    created: metadata.creationTimestamp,
    containers: [...sidecarStatuses(pod), ...(status.containerStatuses ?? [])].map(containerView),
  };
}

/**
 * The word that `kubectl get pods` prints under STATUS, but where that is only the phase: then the condition's reason,
 * which says more (Unschedulable, ContainersNotReady).
 */
export function podReason(pod: Pod): string | undefined {
  const { phase = 'Unknown' } = pod.status ?? {};
  const status = printedStatus(pod);
  return status === phase ? conditionReason(pod) : status;
}

function printedStatus(pod: Pod): string {
  const { metadata, status = {} } = pod;
  const { phase = 'Unknown' } = status;
  if (metadata.deletionTimestamp !== undefined) {
    if (status.reason === 'NodeLost') return 'Unknown';
    if (phase !== 'Succeeded' && phase !== 'Failed') return 'Terminating';
  }
  const gated = status.conditions?.some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated');
  const reason = gated ? 'SchedulingGated' : (status.reason ?? phase);
  const initializing = initReason(pod);
  if (initializing !== undefined && !hasCondition(pod, 'Initialized')) return initializing;
  return containersReason(pod, initializing ?? reason);
}

/** What holds up the first init container that is not through. */
function initReason(pod: Pod): string | undefined {
  const statuses = pod.status?.initContainerStatuses ?? [];
  const index = statuses.findIndex((status) => !isThrough(pod, status));
  const held = statuses[index];
  if (!held) return undefined;
  const { waiting, terminated } = held.state ?? {};
  if (terminated) return `Init:${terminated.reason ?? exitReason(terminated)}`;
  if (waiting?.reason !== undefined && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`;
  return `Init:${index}/${statuses.length}`;
}

function isThrough(pod: Pod, { name, state, started }: ContainerStatus): boolean {
  return state?.terminated?.exitCode === 0 || (isSidecar(pod, name) && started === true);
}

/** The reason of the first container that has one; `Completed` beside containers that run is no reason. */
function containersReason(pod: Pod, otherwise: string): string {
  const statuses = pod.status?.containerStatuses ?? [];
  const stopped = statuses
    .map(({ state = {} }) => state)
    .find(({ waiting, terminated }) => waiting?.reason ?? terminated);
  const reason = stopped?.waiting?.reason ?? (stopped?.terminated && terminatedReason(stopped.terminated)) ?? otherwise;
  const someRun = statuses.some(({ ready, state }) => ready && state?.running);
  if (reason !== 'Completed' || !someRun) return reason;
  return hasCondition(pod, 'Ready') ? 'Running' : 'NotReady';
}

type Terminated = NonNullable<NonNullable<ContainerStatus['state']>['terminated']>;

function terminatedReason(terminated: Terminated): string {
  return terminated.reason ?? exitReason(terminated);
}

function exitReason({ signal = 0, exitCode = 0 }: Terminated): string {
  return signal === 0 ? `ExitCode:${exitCode}` : `Signal:${signal}`;
}

function conditionReason({ status }: Pod): string | undefined {
  const missing = ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'];
  const found = missing.map((type) => status?.conditions?.find((one) => one.type === type && one.status === 'False'));
  return found.find((condition) => condition?.reason !== undefined)?.reason;
}

function hasCondition({ status }: Pod, type: string): boolean {
  return status?.conditions?.some((one) => one.type === type && one.status === 'True') ?? false;
}

function isSidecar({ spec }: Pod, container: string): boolean {
  return (
    spec.initContainers?.some(({ name, restartPolicy }) => name === container && restartPolicy === 'Always') ?? false
  );
}

function sidecarStatuses(pod: Pod): readonly ContainerStatus[] {
  return (pod.status?.initContainerStatuses ?? []).filter(({ name }) => isSidecar(pod, name));
}

function containerView({ name, ready, restartCount, state = {} }: ContainerStatus): ContainerView {
  const { running, waiting, terminated } = state;
  const reason = waiting?.reason ?? (terminated && terminatedReason(terminated));
  const word = running ? 'running' : waiting ? 'waiting' : terminated ? 'terminated' : 'unknown';
  return { name, ready, restarts: restartCount, state: word, ...(reason !== undefined && { reason }) };
}
