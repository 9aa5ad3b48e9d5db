import { HEALTH_ANNOTATION } from './kubelet/app.ts';
import type { PodRef } from './kubelet.ts';
import type { DemoManifest, DemoObject, DemoRef, Registry } from './registry.ts';
import { as, timestamp } from './shapes.ts';

/** What a person causes by hand. All throw `StatusError` when what they name isn't there. */

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';
const SCALED_FROM = 'demo.portolan.dev/scaled-from';

/** Ends a pod as if its node had lost it: at once, whatever it was doing. */
export function killPod(registry: Registry, pod: PodRef): void {
  registry.delete({ kind: 'Pod', ...pod }, { gracePeriodSeconds: 0 });
}

/** The pods of a workload, or the pod itself, answer 503 to their probes from now on. Pods that come later don't. */
export function failProbe(registry: Registry, target: DemoRef): void {
  for (const pod of podsOf(registry, target)) annotate(registry, pod, { [HEALTH_ANNOTATION]: '503' });
}

export function healProbe(registry: Registry, target: DemoRef): void {
  for (const pod of podsOf(registry, target)) annotate(registry, pod, { [HEALTH_ANNOTATION]: undefined });
}

/** Replaces a workload's pods one after the other, as `kubectl rollout restart` asks for it. */
export function restart(registry: Registry, target: DemoRef, now: number): void {
  registry.update(target, (object) => {
    const template = as('Deployment', object)?.spec.template ?? as('StatefulSet', object)?.spec.template;
    const annotations = { ...template?.metadata?.annotations, [RESTARTED_AT]: timestamp(now) };
    return withSpec(object, { template: { ...template, metadata: { ...template?.metadata, annotations } } });
  });
}

/** Takes all pods of a workload away. `scaleBack` brings as many as there were. */
export function scaleToZero(registry: Registry, target: DemoRef): void {
  registry.update(target, (object) => {
    const replicas = replicasOf(object);
    if (replicas === 0) return object;
    return annotated(withSpec(object, { replicas: 0 }), { [SCALED_FROM]: String(replicas) });
  });
}

export function scaleBack(registry: Registry, target: DemoRef): void {
  registry.update(target, (object) => {
    if (replicasOf(object) > 0) return object;
    const replicas = Number(object.metadata.annotations?.[SCALED_FROM] ?? 1);
    return annotated(withSpec(object, { replicas }), { [SCALED_FROM]: undefined });
  });
}

function replicasOf({ spec }: DemoObject): number {
  return Number(spec?.['replicas'] ?? 1);
}

function withSpec(object: DemoObject, change: Readonly<Record<string, unknown>>): DemoObject {
  return { ...object, spec: { ...object.spec, ...change } };
}

type Annotations = Readonly<Record<string, string | undefined>>;

function annotated(object: DemoObject, change: Annotations): DemoManifest {
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...change } } };
}

function annotate(registry: Registry, pod: DemoObject, change: Annotations): void {
  const { namespace = '', name } = pod.metadata;
  registry.update({ kind: 'Pod', namespace, name }, (object) => annotated(object, change));
}

function podsOf(registry: Registry, target: DemoRef): readonly DemoObject[] {
  const object = registry.get(target);
  if (target.kind === 'Pod') return object ? [object] : [];
  const pods = registry.list('Pod', target.namespace);
  const uids = new Set([object?.metadata.uid]);
  for (const set of registry.list('ReplicaSet', target.namespace)) if (isOf(set, uids)) uids.add(set.metadata.uid);
  return pods.filter((pod) => isOf(pod, uids));
}

function isOf({ metadata }: DemoObject, uids: ReadonlySet<string | undefined>): boolean {
  return metadata.ownerReferences?.some(({ uid }) => uids.has(uid)) === true;
}
