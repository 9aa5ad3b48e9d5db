import type { EventText } from '../event-recorder.ts';
import { timestamp, type Container, type ContainerState, type Pod } from '../shapes.ts';
import { appOf, probeFailure, pullFailure } from './app.ts';

/** How long things take, in milliseconds. Drawn once a pod, so that pods don't move in step. */
export interface Pace {
  readonly sandbox: number;
  readonly pull: number;
  /** From the start to the first answer to a probe. */
  readonly start: number;
  readonly stop: number;
}

/** What a container is at, in the kubelet's memory: the API's times are whole seconds. */
export interface ContainerLife {
  readonly stage: 'creating' | 'pulling' | 'pull-failed' | 'pull-back-off' | 'running' | 'back-off';
  readonly since: number;
  readonly restarts: number;
  readonly failedPulls: number;
  readonly last?: ContainerState;
  /** The readiness probe's answer; undefined before the first. `next`: when it is worth telling again. */
  readonly probe?: { readonly failure: string | undefined; readonly times: number; readonly next: number };
}

export interface ContainerContext {
  readonly pod: Pod;
  readonly container: Container;
  readonly now: number;
  readonly pace: Pace;
  /** Whether the node already has the image. */
  readonly hasImage: boolean;
}

export interface Step {
  readonly life: ContainerLife;
  readonly events: readonly EventText[];
  /** When there is more to do. */
  readonly next?: number;
}

const FIRST_BACK_OFF = 10_000;
const LAST_BACK_OFF = 300_000;
/** A container that lasted this long has earned a fresh start. */
const FORGIVEN_AFTER = 600_000;
/** Between a failed pull and the kubelet's next look at it. */
const SYNC = 2_000;
const LAST_PROBE_EVENT = 300_000;

export function newLife(now: number): ContainerLife {
  return { stage: 'creating', since: now, restarts: 0, failedPulls: 0 };
}

export function backOff(failures: number): number {
  return Math.min(LAST_BACK_OFF, FIRST_BACK_OFF * 2 ** Math.max(0, failures - 1));
}

export function isReady({ readinessProbe }: Container, { stage, probe }: ContainerLife): boolean {
  return stage === 'running' && (!readinessProbe || (probe !== undefined && probe.failure === undefined));
}

/** Takes a container as far as it gets by now. */
export function advance(life: ContainerLife, context: ContainerContext): Step {
  const events: EventText[] = [];
  for (let present = life; ;) {
    const step = stepOnce(present, context);
    events.push(...step.events);
    if (step.life.stage === present.stage && step.life.since === present.since) return { ...step, events };
    present = step.life;
  }
}

function stepOnce(life: ContainerLife, context: ContainerContext): Step {
  const { now, pace, container } = context;
  const pulling = { reason: 'Pulling', message: `Pulling image "${container.image}"` };
  const from = (at: number, go: (since: number) => Step): Step => (now < at ? { life, events: [], next: at } : go(at));
  switch (life.stage) {
    case 'creating':
      return from(life.since + pace.sandbox, (since) =>
        context.hasImage
          ? start({ ...life, since }, container)
          : { life: { ...life, stage: 'pulling', since }, events: [pulling] },
      );
    case 'pulling':
      return from(life.since + pace.pull, (since) => pulled({ ...life, since }, context));
    case 'pull-failed':
      return from(life.since + SYNC, () => ({
        life: { ...life, stage: 'pull-back-off', since: life.since + SYNC },
        events: [
          { reason: 'BackOff', message: `Back-off pulling image "${container.image}"` },
          warning('Failed', 'Error: ImagePullBackOff'),
        ],
      }));
    case 'pull-back-off':
      return from(life.since + backOff(life.failedPulls), (since) => ({
        life: { ...life, stage: 'pulling', since },
        events: [pulling],
      }));
    case 'running':
      return run(life, context);
    case 'back-off':
      return from(life.since + backOff(life.restarts), (since) =>
        start({ ...life, since, restarts: life.restarts + 1 }, container),
      );
  }
}

function pulled(life: ContainerLife, { container, pace }: ContainerContext): Step {
  const { image } = container;
  const failure = pullFailure(image);
  if (failure !== undefined) {
    const events = [warning('Failed', failure), warning('Failed', 'Error: ErrImagePull')];
    return { life: { ...life, stage: 'pull-failed', failedPulls: life.failedPulls + 1 }, events };
  }
  const took = `${pace.pull}ms (${pace.pull}ms including waiting)`;
  return start(life, container, `Successfully pulled image "${image}" in ${took}. Image size: 8388608 bytes.`);
}

function start(
  { probe: _, ...life }: ContainerLife,
  { name, image }: Container,
  message = `Container image "${image}" already present on machine`,
): Step {
  const events = [
    { reason: 'Pulled', message },
    { reason: 'Created', message: `Created container: ${name}` },
    { reason: 'Started', message: `Started container ${name}` },
  ];
  return { life: { ...life, stage: 'running' }, events };
}

function run(life: ContainerLife, context: ContainerContext): Step {
  const { exitAfter } = appOf(context.container, context.pod);
  const end = exitAfter === undefined ? Infinity : life.since + exitAfter;
  if (context.now >= end) return exit(life, context, end);
  const { next = Infinity, ...step } = probe(life, context);
  return end === Infinity && next === Infinity ? step : { ...step, next: Math.min(end, next) };
}

/** The first time it is started again at once, then later and later. */
function exit(life: ContainerLife, { container, pod }: ContainerContext, end: number): Step {
  const { exitCode } = appOf(container, pod);
  const terminated = {
    containerID: containerId(pod, container, life.restarts),
    exitCode,
    finishedAt: timestamp(end),
    reason: exitCode === 0 ? 'Completed' : exitCode === 137 ? 'OOMKilled' : 'Error',
    startedAt: timestamp(life.since),
  };
  const last = { terminated };
  if (life.restarts === 0 || end - life.since >= FORGIVEN_AFTER) {
    return start({ ...life, since: end, restarts: life.restarts + 1, last }, container);
  }
  const message = `Back-off restarting failed container ${container.name} in pod ${podId(pod)}`;
  return { life: { ...life, stage: 'back-off', since: end, last }, events: [warning('BackOff', message)] };
}

function probe(life: ContainerLife, { container, pod, now, pace }: ContainerContext): Step {
  if (!container.readinessProbe) return { life, events: [] };
  const { initialDelaySeconds = 0, periodSeconds = 10 } = container.readinessProbe;
  const first = life.since + pace.start + initialDelaySeconds * 1_000;
  if (now < first) return { life, events: [], next: first };
  const failure = probeFailure(container, pod);
  const isTold = life.probe !== undefined && life.probe.failure === failure;
  if (isTold && now < life.probe.next) return { life, events: [], next: life.probe.next };
  const times = isTold ? life.probe.times + 1 : 1;
  if (failure === undefined) return { life: { ...life, probe: { failure, times, next: Infinity } }, events: [] };
  // One that goes on failing is told less and less often.
  const next = now + Math.min(LAST_PROBE_EVENT, periodSeconds * 1_000 * 2 ** Math.max(0, times - 3));
  const events = [warning('Unhealthy', `Readiness probe failed: ${failure}`)];
  return { life: { ...life, probe: { failure, times, next } }, events, next };
}

function warning(reason: string, message: string): EventText {
  return { type: 'Warning', reason, message };
}

/** A pod as the kubelet names it. */
export function podId({ metadata: { name, namespace = '', uid } }: Pod): string {
  return `${name}_${namespace}(${uid})`;
}

export function containerId(pod: Pod, { name }: Container, restarts: number): string {
  return `containerd://${digest(`${pod.metadata.uid} ${name} ${restarts}`)}`;
}

/** 64 hexadecimal digits that stand for `text`. */
export function digest(text: string): string {
  let hash = 0x811c9dc5;
  const words = Array.from({ length: 8 }, (_, round) => {
    for (const char of `${round}${text}`) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, '0');
  });
  return words.join('');
}
