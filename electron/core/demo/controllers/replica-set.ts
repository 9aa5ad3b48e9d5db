import { isSame } from '../../json.ts';
import type { DemoManifest } from '../registry.ts';
import {
  as,
  isPodOver,
  isPodReady,
  type Pod,
  type PodTemplate,
  type ReplicaSet,
  type StatefulSet,
  type WorkloadStatus,
} from '../shapes.ts';
import { controllerKey, keyOf, ownedBy, type Controller, type ControllerContext } from './controller.ts';

/** Keeps as many pods of a template as are asked for. */
export function replicaSetController({ registry, informer, recorder }: ControllerContext): Controller {
  const record = recorder('replicaset-controller');
  return {
    concerns: (object) => (object.kind === 'ReplicaSet' ? [keyOf(object)] : controllerKey(object, 'ReplicaSet')),
    reconcile: (namespace, name) => {
      const ref = { kind: 'ReplicaSet', namespace, name } as const;
      const set = as('ReplicaSet', registry.get(ref));
      if (!set || set.metadata.deletionTimestamp !== undefined) return undefined;
      const pods = informer.ownedBy('Pod', set);
      const alive = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined && !isPodOver(pod));
      const wanted = set.spec.replicas ?? 1;
      for (let count = alive.length; count < wanted; count += 1) {
        const pod = registry.create(podFrom(set, set.spec.template, { generateName: `${name}-` }));
        record(set, { reason: 'SuccessfulCreate', message: `Created pod: ${pod.metadata.name}` });
      }
      for (const pod of firstToGo(alive).slice(0, Math.max(0, alive.length - wanted))) {
        registry.delete({ kind: 'Pod', namespace, name: pod.metadata.name });
        record(set, { reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name}` });
      }
      const status = replicaSetStatus(set, informer.ownedBy('Pod', set));
      if (!isSame(status, set.status)) registry.updateStatus(ref, (object) => ({ ...object, status }));
      return undefined;
    },
  };
}

/** A pod of a workload, before its controller adds what is its own. */
export function podFrom(
  owner: ReplicaSet | StatefulSet,
  { metadata, spec }: PodTemplate,
  own: { readonly name?: string; readonly generateName?: string },
): DemoManifest & { readonly spec: PodTemplate['spec'] } {
  const { namespace } = owner.metadata;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...own, namespace, ...metadata, ownerReferences: ownedBy(owner) },
    spec,
  };
}

/** Who is missed least goes first: not placed, not running, not ready, in company on its node, young. */
export function firstToGo(pods: readonly Pod[]): readonly Pod[] {
  const onNode = new Map<string, number>();
  for (const { spec } of pods) onNode.set(spec.nodeName ?? '', (onNode.get(spec.nodeName ?? '') ?? 0) + 1);
  const phases = ['Pending', 'Unknown', 'Running'];
  const rank = (pod: Pod): readonly (number | string)[] => [
    pod.spec.nodeName === undefined ? 0 : 1,
    phases.indexOf(pod.status?.phase ?? 'Pending'),
    isPodReady(pod) ? 1 : 0,
    -(onNode.get(pod.spec.nodeName ?? '') ?? 0),
    -Date.parse(pod.metadata.creationTimestamp),
    pod.metadata.name,
  ];
  const ranked = pods.map((pod) => ({ pod, rank: rank(pod) }));
  return ranked.sort((a, b) => compare(a.rank, b.rank)).map(({ pod }) => pod);
}

function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  const [left = 0, right = 0] = [a[at], b[at]];
  return at < 0 ? 0 : left < right ? -1 : 1;
}

export function replicaSetStatus(set: ReplicaSet, pods: readonly Pod[]): WorkloadStatus {
  const alive = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined && !isPodOver(pod));
  const ready = alive.filter(isPodReady).length;
  return {
    ...(ready > 0 && { availableReplicas: ready }),
    ...(alive.length > 0 && { fullyLabeledReplicas: alive.length }),
    ...(set.metadata.generation !== undefined && { observedGeneration: set.metadata.generation }),
    ...(ready > 0 && { readyReplicas: ready }),
    replicas: alive.length,
    terminatingReplicas: pods.filter((pod) => pod.metadata.deletionTimestamp !== undefined && !isPodOver(pod)).length,
  };
}
