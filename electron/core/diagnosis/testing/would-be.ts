import type { Obj, Workload } from '../objects.ts';

const makers: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job']);

/** The Pods that the controllers and a scheduler over three nodes make of a workload, all of them ready. */
export function podsOf(object: Obj): readonly Obj[] {
  if (!makers.has(object.kind)) return [];
  const { metadata, spec, kind } = object as Workload;
  const { name, namespace = 'default' } = metadata;
  const isDeployment = kind === 'Deployment';
  const set: Obj = {
    kind: 'ReplicaSet',
    metadata: { name: `${name}-5d8`, namespace, ownerReferences: [{ kind, name, controller: true }] },
    ...{ spec: { replicas: spec.replicas, template: spec.template } },
  };
  const owner = isDeployment ? { kind: 'ReplicaSet', name: `${name}-5d8` } : { kind, name };
  const labels = { ...spec.template?.metadata?.labels, ...(isDeployment && { 'pod-template-hash': '5d8' }) };
  const pods = Array.from({ length: spec.paused ? 0 : (spec.replicas ?? 3) }, (_, index): Obj => {
    const node = (index % 3) + 1;
    const containers = (spec.template?.spec?.containers ?? []).map((one) => ({
      name: one.name,
      image: one.image,
      ready: true,
      started: true,
      restartCount: 0,
      state: { running: { startedAt: '2026-11-20T10:00:10Z' } },
    }));
    const ready = { status: 'True', lastTransitionTime: '2026-11-20T10:00:20Z' };
    return {
      kind: 'Pod',
      metadata: {
        name: `${name}-${index + 1}`,
        namespace,
        labels,
        creationTimestamp: '2026-11-20T10:00:00Z',
        ownerReferences: [{ ...owner, controller: true }],
      },
      ...{
        spec: { nodeName: `node-${node}`, ...spec.template?.spec },
        status: {
          phase: 'Running',
          podIPs: [{ ip: `10.64.${node}.${(name.length * 17 + name.charCodeAt(0) + index) % 250}` }],
          conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => ({ type, ...ready })),
          containerStatuses: containers,
        },
      },
    };
  });
  return isDeployment ? [set, ...pods] : pods;
}
