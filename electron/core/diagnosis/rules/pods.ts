import type { Finding, Severity } from '../../../../shared/model/diagnosis.ts';
import { isSilent, type Facts } from '../facts.ts';
import { finding, proof } from '../finding.ts';
import { called, some } from '../index-by.ts';
import type { Pod } from '../objects.ts';
import { condition, isReady, isTerminating, servingContainers } from '../pod-facts.ts';
import { whyNotReady, type Cause } from './pod-causes.ts';
import { causeFinding } from './pod-findings.ts';

/** Why Pods that the selector takes in are not among the ready endpoints: one finding for each cause. */
export function podsRule(facts: Facts): readonly Finding[] {
  const { live, pods, service } = facts;
  if (pods.length === 0) return [];
  if (live.length === 0) return [finished(facts, 'error')];
  const ready = live.filter((pod) => isReady(pod) && !isTerminating(pod));
  const publishes = service.spec.publishNotReadyAddresses === true;
  const causes = groupCauses(facts);
  const isDown = isSilent(facts) && !publishes;
  const severity: Severity = publishes ? 'info' : isDown ? 'error' : 'warning';
  const found = causes.map(([cause, group]) =>
    causeFinding(facts, cause, { pods: group, severity: severityOf(cause, severity) }),
  );
  if (publishes) return published(facts, found);
  return [
    ...found,
    ...rollout(facts, found),
    ...(ready.length === 0 && found.length === 0 ? terminating(facts) : []),
    ...(pods.length > live.length && isDown && found.length === 0 ? [finished(facts, 'info')] : []),
    ...(isDown ? [] : withoutProbe(facts, ready)),
  ];
}

/** What is still starting is not broken yet. */
function severityOf({ code }: Cause, severity: Severity): Severity {
  return code === 'C16' && severity === 'error' ? 'warning' : severity;
}

function groupCauses(facts: Facts): readonly (readonly [Cause, readonly Pod[]])[] {
  const groups = new Map<string, { readonly cause: Cause; readonly pods: Pod[] }>();
  for (const pod of facts.live) {
    const cause = whyNotReady(facts.cluster, pod);
    if (!cause) continue;
    const key = [cause.code, cause.container?.name ?? '', cause.group].join(' ');
    const group = groups.get(key);
    if (group) group.pods.push(pod);
    else groups.set(key, { cause, pods: [pod] });
  }
  return [...groups.values()].map(({ cause, pods }) => [cause, pods] as const);
}

function finished({ pods, live }: Facts, severity: Severity): Finding {
  const done = pods.filter((pod) => !live.includes(pod));
  const reason = done[0]?.status?.reason ?? done[0]?.status?.phase ?? '';
  const shown = done.slice(0, 3).map((pod) => proof(pod, 'status.phase', pod.status?.phase));
  return finding('C9', { pods: names(done), reason }, { severity, proof: shown });
}

/** Only Pods on their way out: a rollout's last moment, or nobody to take over. */
function terminating({ live }: Facts): readonly Finding[] {
  const going = live.filter(isTerminating);
  if (going.length === 0) return [];
  const isServing = going.some(isReady);
  const shown = going
    .slice(0, 3)
    .map((pod) => proof(pod, 'metadata.deletionTimestamp', pod.metadata.deletionTimestamp));
  return [finding('C8', { pods: names(going) }, { severity: isServing ? 'warning' : 'error', proof: shown })];
}

function published({ service, live }: Facts, children: readonly Finding[]): readonly Finding[] {
  const not = live.filter((pod) => !isReady(pod));
  if (not.length === 0) return [];
  const shown = [
    proof(service, 'spec.publishNotReadyAddresses', true),
    ...not.slice(0, 3).map((pod) => proof(pod, 'status.conditions[Ready]', 'False')),
  ];
  return [finding('C12', { pods: names(not) }, { severity: 'info', proof: shown, children })];
}

function withoutProbe({ service }: Facts, ready: readonly Pod[]): readonly Finding[] {
  const [first] = ready;
  const containers = ready.flatMap(servingContainers);
  if (!first || service.spec.publishNotReadyAddresses || containers.some(({ readinessProbe }) => readinessProbe))
    return [];
  const shown = [proof(first, 'spec.containers[].readinessProbe', undefined)];
  return [finding('C13', { pods: names(ready) }, { severity: 'info', proof: shown })];
}

/** A rollout that has given up: what follows from Pods that don't come up, or a cause of its own. */
function rollout({ cluster, live, namespace }: Facts, causes: readonly Finding[]): readonly Finding[] {
  const owners = new Set(live.flatMap((pod) => cluster.ownerOf(pod)?.name ?? []));
  return cluster.in('Deployment', namespace).flatMap((deployment) => {
    if (!owners.has(deployment.metadata.name)) return [];
    const progressing = condition(deployment.status?.conditions, 'Progressing');
    if (progressing?.status !== 'False') return [];
    const message = progressing.message ?? progressing.reason ?? '';
    const shown = [proof(deployment, 'status.conditions[Progressing]', progressing.reason ?? 'False')];
    const severity = causes.length > 0 ? 'info' : 'warning';
    return [finding('C14', { owner: called(deployment), message }, { severity, proof: shown })];
  });
}

function names(pods: readonly Pod[]): string {
  return some(pods.map(({ metadata }) => metadata.name));
}
