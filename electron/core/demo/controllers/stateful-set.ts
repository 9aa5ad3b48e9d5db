import { isSame } from '../../json.ts';
import { as, isPodOver, isPodReady, type Pod, type StatefulSet, type WorkloadStatus } from '../shapes.ts';
import { controllerKey, keyOf, type Controller, type ControllerContext } from './controller.ts';
import { podFrom } from './replica-set.ts';
import { templateHash } from './template-hash.ts';

const REVISION_LABEL = 'controller-revision-hash';

/** Keeps numbered pods: made in order, ended in reverse order, each only when those before it are ready. */
export function statefulSetController({ registry, informer, recorder }: ControllerContext): Controller {
  const record = recorder('statefulset-controller');
  return {
    concerns: (object) => (object.kind === 'StatefulSet' ? [keyOf(object)] : controllerKey(object, 'StatefulSet')),
    reconcile: (namespace, name) => {
      const ref = { kind: 'StatefulSet', namespace, name } as const;
      const set = as('StatefulSet', registry.get(ref));
      if (!set || set.metadata.deletionTimestamp !== undefined) return undefined;
      for (const step of nextSteps(set, informer.ownedBy('Pod', set))) {
        if (step.do === 'create') registry.create(numberedPod(set, step.pod));
        else registry.delete({ kind: 'Pod', namespace, name: step.pod });
        const [reason, verb] = step.do === 'create' ? ['SuccessfulCreate', 'Create'] : ['SuccessfulDelete', 'Delete'];
        record(set, { reason, message: `${verb} Pod ${step.pod} in StatefulSet ${name} successful` });
      }
      const status = statefulSetStatus(set, informer.ownedBy('Pod', set));
      if (!isSame(status, set.status)) registry.updateStatus(ref, (object) => ({ ...object, status }));
      return undefined;
    },
  };
}

export interface StatefulStep {
  readonly do: 'create' | 'delete';
  readonly pod: string;
}

/** What may be done now. OrderedReady takes one step at a time, and waits while a pod starts or ends. */
export function nextSteps(set: StatefulSet, pods: readonly Pod[]): readonly StatefulStep[] {
  const { name } = set.metadata;
  const isParallel = set.spec.podManagementPolicy === 'Parallel';
  const byName = new Map(pods.map((pod) => [pod.metadata.name, pod]));
  const wanted = Array.from({ length: set.spec.replicas ?? 1 }, (_, index) => `${name}-${index}`);
  const steps: StatefulStep[] = [];
  for (const pod of wanted) {
    const present = byName.get(pod);
    if (!present) steps.push({ do: 'create', pod });
    else if (isPodOver(present) && !isLeaving(present)) steps.push({ do: 'delete', pod });
    else if (isSettled(present)) continue;
    if (!isParallel) return steps;
  }
  const extra = pods.filter(({ metadata }) => !wanted.includes(metadata.name)).sort((a, b) => ordinal(b) - ordinal(a));
  for (const pod of extra) {
    if (!isLeaving(pod)) steps.push({ do: 'delete', pod: pod.metadata.name });
    if (!isParallel) return steps;
  }
  return steps.length > 0
    ? steps
    : updateStep(
        set,
        wanted.flatMap((pod) => byName.get(pod) ?? []),
      );
}

/** The highest pod of an older template is ended, once the ones above it are ready again. */
function updateStep(set: StatefulSet, pods: readonly Pod[]): readonly StatefulStep[] {
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {};
  if (type === 'OnDelete') return [];
  const target = revisionOf(set);
  for (const pod of [...pods].reverse()) {
    if (ordinal(pod) < (rollingUpdate?.partition ?? 0)) return [];
    if (!isSettled(pod)) return [];
    if (pod.metadata.labels?.[REVISION_LABEL] !== target) return [{ do: 'delete', pod: pod.metadata.name }];
  }
  return [];
}

function isLeaving({ metadata }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined;
}

function isSettled(pod: Pod): boolean {
  return !isLeaving(pod) && isPodReady(pod);
}

function ordinal({ metadata }: Pod): number {
  return Number(metadata.name.slice(metadata.name.lastIndexOf('-') + 1));
}

function revisionOf({ metadata, spec }: StatefulSet): string {
  return `${metadata.name}-${templateHash(spec.template)}`;
}

function numberedPod(set: StatefulSet, name: string) {
  const pod = podFrom(set, set.spec.template, { name });
  const { labels } = set.spec.template.metadata ?? {};
  const own = {
    'apps.kubernetes.io/pod-index': name.slice(name.lastIndexOf('-') + 1),
    [REVISION_LABEL]: revisionOf(set),
    'statefulset.kubernetes.io/pod-name': name,
  };
  const { serviceName } = set.spec;
  return {
    ...pod,
    metadata: { ...pod.metadata, generateName: `${set.metadata.name}-`, labels: { ...labels, ...own } },
    spec: { ...pod.spec, hostname: name, ...(serviceName !== undefined && { subdomain: serviceName }) },
  };
}

export function statefulSetStatus(set: StatefulSet, pods: readonly Pod[]): WorkloadStatus {
  const alive = pods.filter((pod) => !isPodOver(pod));
  const settled = alive.filter(isSettled).length;
  const updateRevision = revisionOf(set);
  const updated = alive.filter((pod) => !isLeaving(pod) && pod.metadata.labels?.[REVISION_LABEL] === updateRevision);
  const isUpdated = updated.length === alive.length && alive.length === (set.spec.replicas ?? 1);
  const currentRevision = isUpdated ? updateRevision : (set.status?.currentRevision ?? updateRevision);
  const current = alive.filter((pod) => !isLeaving(pod) && pod.metadata.labels?.[REVISION_LABEL] === currentRevision);
  return {
    availableReplicas: settled,
    collisionCount: 0,
    ...(current.length > 0 && { currentReplicas: current.length }),
    currentRevision,
    ...(set.metadata.generation !== undefined && { observedGeneration: set.metadata.generation }),
    ...(settled > 0 && { readyReplicas: settled }),
    replicas: alive.length,
    updateRevision,
    ...(updated.length > 0 && { updatedReplicas: updated.length }),
  };
}
