import {
  conditionOf,
  timestamp,
  type Condition,
  type Deployment,
  type ReplicaSet,
  type WorkloadStatus,
} from '../shapes.ts';
import { rolloutLimits, sum } from './rollout.ts';

interface Situation {
  readonly deployment: Deployment;
  /** The ReplicaSet of the present template; not there before it was made. */
  readonly current: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
  readonly now: number;
}

/** The status as the real controller writes it: what is 0 is left out. */
export function deploymentStatus(situation: Situation): WorkloadStatus {
  const { deployment, current, old } = situation;
  const sets = current ? [...old, current] : old;
  const of = (field: 'replicas' | 'readyReplicas' | 'availableReplicas' | 'terminatingReplicas'): number =>
    sum(sets, ({ status }) => status?.[field] ?? 0);
  const counts = {
    replicas: of('replicas'),
    updatedReplicas: current?.status?.replicas ?? 0,
    readyReplicas: of('readyReplicas'),
    availableReplicas: of('availableReplicas'),
    unavailableReplicas: Math.max(0, sum(sets, ({ spec }) => spec.replicas ?? 0) - of('availableReplicas')),
  };
  const nonZero = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  const { generation } = deployment.metadata;
  return {
    ...(generation !== undefined && { observedGeneration: generation }),
    ...nonZero,
    terminatingReplicas: of('terminatingReplicas'),
    conditions: conditions(situation, counts),
  };
}

const ENDED = 'NewReplicaSetAvailable';
const STUCK = 'ProgressDeadlineExceeded';

type Counts = Readonly<Record<'replicas' | 'updatedReplicas' | 'availableReplicas', number>>;
type News = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

/** Those that changed go last, as the real controller appends them. */
function conditions(situation: Situation, counts: Counts): readonly Condition[] {
  const { deployment, now } = situation;
  const isMoving = hasMoved(deployment, counts);
  const dated = [availability(deployment, counts), progress(situation, counts)].map((news) => {
    const present = conditionOf(deployment.status, news.type);
    const isSame = present?.status === news.status && present.reason === news.reason;
    const isTold = isSame && !(isMoving && news.reason === 'ReplicaSetUpdated');
    if (isTold) return { condition: present, isNew: false };
    const at = timestamp(now);
    const lastTransitionTime = present?.status === news.status ? present.lastTransitionTime : at;
    return {
      condition: { ...news, lastUpdateTime: at, ...(lastTransitionTime && { lastTransitionTime }) },
      isNew: true,
    };
  });
  const order = (type: string): number => deployment.status?.conditions?.findIndex((one) => one.type === type) ?? 0;
  const kept = dated.flatMap(({ condition, isNew }) => (isNew ? [] : condition));
  const changed = dated.flatMap(({ condition, isNew }) => (isNew ? condition : []));
  return [...kept.sort((a, b) => order(a.type) - order(b.type)), ...changed];
}

function availability(deployment: Deployment, { availableReplicas }: Counts): News {
  const { replicas, maxUnavailable } = rolloutLimits(deployment);
  return availableReplicas >= replicas - maxUnavailable
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
}

function progress({ deployment, current, now }: Situation, counts: Counts): News {
  const name = current?.metadata.name ?? '';
  const going = { type: 'Progressing', status: 'True' } as const;
  const present = conditionOf(deployment.status, 'Progressing');
  // Once a rollout has ended, pods that come and go don't make a new one of it.
  const hasEnded = present?.reason === ENDED && present.message?.includes(`"${name}"`) === true;
  if (hasEnded || isDone(deployment, counts)) {
    return { ...going, reason: ENDED, message: `ReplicaSet "${name}" has successfully progressed.` };
  }
  const isStuck = present?.reason === STUCK || now >= (progressDeadline(deployment) ?? Infinity);
  if (isStuck && !hasMoved(deployment, counts)) {
    const message = `ReplicaSet "${name}" has timed out progressing.`;
    return { type: 'Progressing', status: 'False', reason: STUCK, message };
  }
  if (counts.updatedReplicas === 0) {
    return { ...going, reason: 'NewReplicaSetCreated', message: `Created new replica set "${name}"` };
  }
  return { ...going, reason: 'ReplicaSetUpdated', message: `ReplicaSet "${name}" is progressing.` };
}

function isDone(deployment: Deployment, { replicas, updatedReplicas, availableReplicas }: Counts): boolean {
  const wanted = rolloutLimits(deployment).replicas;
  return updatedReplicas === wanted && replicas === wanted && availableReplicas === wanted;
}

/** When a rollout that doesn't move counts as stuck; undefined once it has ended or does. */
export function progressDeadline({ spec, status }: Deployment): number | undefined {
  const progressing = conditionOf(status, 'Progressing');
  const since = progressing?.['lastUpdateTime'];
  if (typeof since !== 'string' || progressing?.reason === ENDED || progressing?.reason === STUCK) return undefined;
  return Date.parse(since) + (spec.progressDeadlineSeconds ?? 600) * 1_000;
}

function hasMoved({ status }: Deployment, counts: Counts): boolean {
  const { updatedReplicas = 0, availableReplicas = 0, replicas = 0 } = status ?? {};
  return (
    counts.updatedReplicas !== updatedReplicas ||
    counts.availableReplicas !== availableReplicas ||
    counts.replicas !== replicas
  );
}
