import type { Finding } from '../../../../shared/model/diagnosis.ts';
import type { Facts } from '../facts.ts';
import { advice, commandFix, finding, patchFix, proof } from '../finding.ts';
import { called } from '../index-by.ts';
import type { Autoscaler, Workload } from '../objects.ts';
import { condition } from '../pod-facts.ts';
import { shell } from '../../../../shared/shell.ts';

/** Why a workload whose template the selector matches has no Pods. */
export function whyNoPods(facts: Facts, workload: Workload): Finding {
  const { namespace, cluster, name } = facts;
  const owner = called(workload);
  const hpa = cluster
    .in('HorizontalPodAutoscaler', namespace)
    .find(
      ({ spec }) => spec.scaleTargetRef?.kind === workload.kind && spec.scaleTargetRef.name === workload.metadata.name,
    );
  if (workload.spec.replicas === 0) return scaledToZero(facts, workload, hpa);
  const refusal = refusalOf(facts, workload);
  if (refusal) return refusal;
  const scaling = condition(hpa?.status?.conditions, 'ScalingActive');
  if (hpa && scaling?.status === 'False') {
    const message = scaling.message ?? scaling.reason ?? '';
    const shown = [proof(hpa, 'status.conditions[ScalingActive]', message)];
    return finding('B9', { hpa: hpa.metadata.name, owner, message }, { severity: 'error', proof: shown });
  }
  const isPaused = workload.spec.paused === true;
  return finding(
    'B15',
    { owner, message: isPaused ? 'spec.paused: true' : '-' },
    {
      severity: isPaused ? 'error' : 'warning',
      proof: [
        proof(
          workload,
          isPaused ? 'spec.paused' : 'status.replicas',
          isPaused ? true : (workload.status?.replicas ?? 0),
        ),
      ],
      fixes: isPaused
        ? [patchFix('scale-up', workload, { spec: { paused: false } })]
        : [
            commandFix(
              'look',
              name,
              shell`kubectl describe ${workload.kind.toLowerCase()} ${workload.metadata.name} -n ${namespace}`,
            ),
          ],
    },
  );
}

/** Scaling to zero may be meant; traffic that is still sent there says that it is not. */
function scaledToZero(facts: Facts, workload: Workload, hpa: Autoscaler | undefined): Finding {
  const routes = facts.cluster.routesTo(facts.namespace, facts.name);
  const isExpected = routes.length > 0 || facts.type === 'LoadBalancer';
  const event = facts.cluster.eventsOf(workload).find(({ reason }) => reason === 'ScalingReplicaSet');
  const by = hpa ? called(hpa) : (event?.message ?? '-');
  return finding(
    'B7',
    { owner: called(workload), by },
    {
      severity: isExpected ? 'warning' : 'info',
      proof: [proof(workload, 'spec.replicas', 0), ...routes.map((route) => proof(route, 'spec', facts.name))],
      fixes: [patchFix('scale-up', workload, { spec: { replicas: 1 } })],
    },
  );
}

/** What the API server said to whoever wanted to create the Pods: quota, admission, Pod Security. */
function refusalOf({ cluster, namespace }: Facts, workload: Workload): Finding | undefined {
  const sets = cluster
    .in('ReplicaSet', namespace)
    .filter(({ metadata }) =>
      metadata.ownerReferences?.some(({ name, kind }) => name === workload.metadata.name && kind === workload.kind),
    );
  for (const object of [workload, ...sets]) {
    const failure = condition(object.status?.conditions, 'ReplicaFailure');
    const event = cluster.eventsOf(object).find(({ reason }) => reason === 'FailedCreate');
    const message = failure?.status === 'True' ? failure.message : event?.message;
    if (message === undefined) continue;
    const shown =
      failure?.status === 'True'
        ? proof(object, 'status.conditions[ReplicaFailure]', message)
        : proof(object, 'events[FailedCreate]', message);
    return finding(
      'B10',
      { owner: called(workload), message },
      { severity: 'error', proof: [shown], fixes: [advice('ask', called(workload))] },
    );
  }
  return undefined;
}
