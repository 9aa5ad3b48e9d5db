import { isSame } from '../../json.ts';
import {
  timestamp,
  type Condition,
  type Container,
  type ContainerState,
  type ContainerStatus,
  type Pod,
  type PodStatus,
} from '../shapes.ts';
import { pullFailure } from './app.ts';
import { backOff, containerId, digest, isReady, newLife, podId, type ContainerLife } from './container-life.ts';

export interface PodLife {
  readonly startedAt: number;
  readonly ip: string | undefined;
  readonly hostIP: string;
  readonly containers: ReadonlyMap<string, ContainerLife>;
}

/** A pod's status as the kubelet writes it, from what its containers are at. */
export function podStatus(pod: Pod, life: PodLife, now: number): PodStatus {
  const statuses = pod.spec.containers.map((container) =>
    containerStatus(container, life.containers.get(container.name) ?? newLife(life.startedAt), pod),
  );
  const unready = statuses.filter(({ ready }) => !ready).map(({ name }) => name);
  const message = `containers with unready status: [${unready.join(' ')}]`;
  const readiness =
    unready.length === 0
      ? ({ status: 'True' } as const)
      : ({ status: 'False', reason: 'ContainersNotReady', message } as const);
  const conditions: readonly Condition[] = [
    { type: 'PodReadyToStartContainers', status: life.ip === undefined ? 'False' : 'True' },
    { type: 'Initialized', status: 'True' },
    { type: 'Ready', ...readiness },
    { type: 'ContainersReady', ...readiness },
    { type: 'PodScheduled', status: 'True' },
  ];
  const { hostIP, ip } = life;
  return {
    ...pod.status,
    phase: statuses.every(hasStarted) ? 'Running' : 'Pending',
    conditions: conditions.map((condition) => dated(condition, pod.status, now)),
    containerStatuses: statuses,
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(ip !== undefined && { podIP: ip, podIPs: [{ ip }] }),
    startTime: timestamp(life.startedAt),
  };
}

function hasStarted({ state, lastState }: ContainerStatus): boolean {
  return state.running !== undefined || lastState.terminated !== undefined;
}

/** With the time since when it is so. */
export function dated(condition: Condition, status: PodStatus | undefined, now: number): Condition {
  const present = status?.conditions?.find(({ type }) => type === condition.type);
  const since = present?.status === condition.status ? present.lastTransitionTime : undefined;
  const whole = { ...condition, lastTransitionTime: since ?? timestamp(now) };
  return present && isSame(present, whole) ? present : whole;
}

function containerStatus(container: Container, life: ContainerLife, pod: Pod): ContainerStatus {
  const { name, image } = container;
  const isRunning = life.stage === 'running';
  const hasRun = isRunning || life.last !== undefined;
  return {
    ...(hasRun && { containerID: containerId(pod, container, life.restarts) }),
    image,
    imageID: hasRun ? `${image.replace(/:[^:/]+$/, '')}@sha256:${digest(image)}` : '',
    lastState: life.last ?? {},
    name,
    ready: isReady(container, life),
    restartCount: life.restarts,
    started: isRunning,
    state: stateOf(container, life, pod),
  };
}

function stateOf({ name, image }: Container, life: ContainerLife, pod: Pod): ContainerState {
  const waiting = (reason: string, message?: string): ContainerState => ({
    waiting: { reason, ...(message !== undefined && { message }) },
  });
  const unpulled = pullFailure(image) ?? '';
  switch (life.stage) {
    case 'creating':
      return waiting('ContainerCreating');
    case 'pulling':
      return life.failedPulls === 0
        ? waiting('ContainerCreating')
        : waiting('ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${unpulled}`);
    case 'pull-failed':
      return waiting('ErrImagePull', unpulled);
    case 'pull-back-off':
      return waiting('ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${unpulled}`);
    case 'running':
      return { running: { startedAt: timestamp(life.since) } };
    case 'back-off': {
      const wait = duration(backOff(life.restarts));
      return waiting('CrashLoopBackOff', `back-off ${wait} restarting failed container=${name} pod=${podId(pod)}`);
    }
  }
}

/** `10s`, `2m40s`, as Go prints it. */
function duration(ms: number): string {
  const seconds = ms / 1_000;
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
