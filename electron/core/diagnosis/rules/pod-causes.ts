import type { FindingCode } from '../../../../shared/model/diagnosis.ts';
import type { ClusterFacts } from '../cluster-facts.ts';
import type { ContainerStatus, Event, Pod } from '../objects.ts';
import { condition, hasNode, isReady, isTerminating } from '../pod-facts.ts';

/** Why one Pod is not ready. Pods whose `code`, container and `group` are the same share a finding. */
export interface Cause {
  readonly code: Extract<
    FindingCode,
    'C1' | 'C2' | 'C3' | 'C4' | 'C5' | 'C6' | 'C7' | 'C10' | 'C11' | 'C15' | 'C16' | 'C17' | 'C18'
  >;
  readonly group: string;
  readonly container?: ContainerStatus;
  readonly message?: string;
  readonly reason?: string;
  /** Where in the Pod it is seen. */
  readonly field: string;
  readonly value: string;
  readonly event?: Event;
}

const image = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
]);
const config = new Set(['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError']);

/** Looks from the outside in: node, scheduling, init containers, containers, probes, gates. */
export function whyNotReady(cluster: ClusterFacts, pod: Pod): Cause | undefined {
  return (
    onNode(cluster, pod) ??
    // A Pod that goes away orderly is nobody's fault.
    (isTerminating(pod) || isReady(pod) ? undefined : inPod(cluster, pod))
  );
}

function inPod(cluster: ClusterFacts, pod: Pod): Cause {
  return (
    unscheduled(pod) ??
    initialising(pod) ??
    inContainers(cluster, pod) ??
    sandbox(cluster, pod) ??
    gated(pod) ??
    unexplained(pod)
  );
}

function onNode(cluster: ClusterFacts, pod: Pod): Cause | undefined {
  const { nodeName } = pod.spec;
  if (nodeName === undefined || !cluster.knows('Node')) return undefined;
  const base = { group: nodeName, field: 'spec.nodeName', value: nodeName };
  if (!hasNode(cluster, pod)) return { code: 'C11', ...base };
  const node = cluster.get('Node', '', nodeName);
  const ready = condition(node?.status?.conditions, 'Ready');
  const isDown = ready !== undefined && ready.status !== 'True' && !isReady(pod);
  return isDown ? { code: 'C10', ...base, reason: ready.reason ?? ready.status } : undefined;
}

function unscheduled(pod: Pod): Cause | undefined {
  const scheduled = condition(pod.status?.conditions, 'PodScheduled');
  if (scheduled?.status !== 'False') return undefined;
  const message = scheduled.message ?? scheduled.reason ?? '';
  const isVolume = /persistentvolumeclaim|volume/i.test(message) && (pod.spec.volumes ?? []).length > 0;
  const claim = pod.spec.volumes?.find(({ persistentVolumeClaim }) => persistentVolumeClaim)?.persistentVolumeClaim;
  const base = { group: message, message, field: 'status.conditions[PodScheduled]', value: message };
  return isVolume && claim ? { code: 'C15', ...base, reason: claim.claimName } : { code: 'C1', ...base };
}

function initialising(pod: Pod): Cause | undefined {
  const sidecars = new Set(
    (pod.spec.initContainers ?? []).flatMap((one) => (one.restartPolicy === 'Always' ? [one.name] : [])),
  );
  const stuck = (pod.status?.initContainerStatuses ?? []).find(
    ({ name, state, ready }) => !ready && !sidecars.has(name) && state?.terminated?.exitCode !== 0,
  );
  if (!stuck) return undefined;
  const { state, lastState } = stuck;
  const ended = state?.terminated ?? lastState?.terminated;
  const exit = ended?.exitCode === undefined ? '' : `exit ${ended.exitCode}`;
  const reason = [state?.waiting?.reason ?? ended?.reason ?? 'Running', exit].filter(Boolean).join(', ');
  const field = `status.initContainerStatuses[${stuck.name}].state`;
  return { code: 'C5', group: reason, container: stuck, reason, field, value: reason };
}

function inContainers(cluster: ClusterFacts, pod: Pod): Cause | undefined {
  const statuses = [...(pod.status?.containerStatuses ?? []), ...sidecarStatuses(pod)].filter(
    ({ ready }) => ready !== true,
  );
  const causes = statuses.flatMap((status) => inContainer(cluster, pod, status) ?? []);
  // A probe that fails is less of a cause than a container that isn't there.
  return causes.find(({ code }) => code !== 'C6' && code !== 'C16') ?? causes[0];
}

function sidecarStatuses({ spec, status }: Pod): readonly ContainerStatus[] {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return (status?.initContainerStatuses ?? []).filter(({ name }) => sidecars.some((one) => one.name === name));
}

function inContainer(cluster: ClusterFacts, pod: Pod, container: ContainerStatus): Cause | undefined {
  const { waiting, terminated, running } = container.state ?? {};
  const at = `status.containerStatuses[${container.name}]`;
  if (waiting) {
    const { reason = '', message = '' } = waiting;
    const base = { container, reason, message, group: reason, field: `${at}.state.waiting.reason`, value: reason };
    if (image.has(reason)) return { code: 'C2', ...base, message: message || pullMessage(cluster, pod) };
    if (config.has(reason)) return { code: 'C3', ...base };
    if (reason === 'CrashLoopBackOff') return { code: 'C4', ...base, ...endOf(container, at) };
    return undefined;
  }
  if (terminated) return { code: 'C4', container, group: 'terminated', ...endOf(container, at) };
  if (!running) return undefined;
  return probing(cluster, pod, container);
}

function pullMessage(cluster: ClusterFacts, pod: Pod): string {
  return cluster.eventsOf(pod).find(({ reason, type }) => reason === 'Failed' && type === 'Warning')?.message ?? '';
}

function endOf(container: ContainerStatus, at: string): Pick<Cause, 'reason' | 'field' | 'value'> {
  const now = container.state?.terminated;
  const ended = now ?? container.lastState?.terminated;
  const reason = ended?.reason ?? container.state?.waiting?.reason ?? 'Error';
  return {
    reason,
    field: `${at}.${now ? 'state' : 'lastState'}.terminated`,
    value: `${reason}, exit ${ended?.exitCode ?? '?'}`,
  };
}

function probing(cluster: ClusterFacts, pod: Pod, container: ContainerStatus): Cause {
  const event = cluster
    .eventsOf(pod)
    .find(({ reason, message = '' }) => reason === 'Unhealthy' && !message.startsWith('Liveness'));
  const message = event?.message ?? '';
  const field = `status.containerStatuses[${container.name}].ready`;
  const base = { container, message, field, value: 'false', ...(event && { event }) };
  const isStarting = container.started === false;
  if (event)
    return {
      code: 'C6',
      group: isStarting ? 'startup' : 'readiness',
      reason: isStarting ? 'startupProbe' : 'readinessProbe',
      ...base,
    };
  const probes = pod.spec.containers?.find(({ name }) => name === container.name);
  if (isStarting || !probes?.readinessProbe) return { code: 'C16', group: '', ...base };
  return { code: 'C6', group: 'readiness', reason: 'readinessProbe', ...base };
}

/** Containers that are still being made: volumes, network, the image on its way. */
function sandbox(cluster: ClusterFacts, pod: Pod): Cause | undefined {
  const waiting = (pod.status?.containerStatuses ?? []).find(({ state }) => state?.waiting);
  const isPending = pod.status?.phase === 'Pending';
  if (!waiting && !isPending) return undefined;
  const event = cluster.eventsOf(pod).find(({ type }) => type === 'Warning');
  const reason = waiting?.state?.waiting?.reason ?? 'Pending';
  const field = waiting ? `status.containerStatuses[${waiting.name}].state.waiting.reason` : 'status.phase';
  const message = event?.message ?? reason;
  return { code: 'C18', group: event?.reason ?? '', message, field, value: reason, ...(event && { event }) };
}

function gated(pod: Pod): Cause | undefined {
  const gates = pod.spec.readinessGates ?? [];
  const shut = gates.find(({ conditionType }) => condition(pod.status?.conditions, conditionType)?.status !== 'True');
  if (!shut) return undefined;
  const state = condition(pod.status?.conditions, shut.conditionType);
  const field = `status.conditions[${shut.conditionType}]`;
  return { code: 'C7', group: shut.conditionType, reason: shut.conditionType, field, value: state?.status ?? '<none>' };
}

function unexplained(pod: Pod): Cause {
  const ready = condition(pod.status?.conditions, 'Ready');
  const reason = ready?.message ?? ready?.reason ?? pod.status?.reason ?? pod.status?.phase ?? 'Unknown';
  return { code: 'C17', group: reason, reason, field: 'status.conditions[Ready]', value: ready?.status ?? '<none>' };
}
