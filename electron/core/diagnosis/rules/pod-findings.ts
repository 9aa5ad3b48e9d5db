import type { Finding, Fix, Proof, Severity } from '../../../../shared/model/diagnosis.ts';
import type { Facts } from '../facts.ts';
import { advice, commandFix, finding, proof, refOf } from '../finding.ts';
import { some } from '../index-by.ts';
import type { Container, Pod, Probe } from '../objects.ts';
import { condition } from '../pod-facts.ts';
import { logsOf } from './heard.ts';
import type { Cause } from './pod-causes.ts';
import { shell } from '../../../../shared/shell.ts';

/** So many lines of a log are proof enough. */
const LOG_LINES = 5;

interface Rest {
  readonly pods: readonly Pod[];
  readonly severity: Severity;
}

/** The finding for one cause and the Pods that share it. */
export function causeFinding(facts: Facts, cause: Cause, { pods, severity }: Rest): Finding {
  const names = some(pods.map(({ metadata }) => metadata.name));
  const [first] = pods;
  const rest = { severity, proof: proofOf(facts, cause, pods), fixes: first ? fixesFor(facts, cause, first) : [] };
  const { container, reason = '', message = '' } = cause;
  const name = container?.name ?? '';
  switch (cause.code) {
    case 'C1':
    case 'C18':
      return finding(cause.code, { pods: names, message }, rest);
    case 'C2':
      return finding('C2', { pods: names, container: name, image: imageOf(first, cause), reason, message }, rest);
    case 'C3':
      return finding('C3', { pods: names, container: name, reason, message }, rest);
    case 'C4': {
      const ended = container?.state?.terminated ?? container?.lastState?.terminated;
      const exit = ended?.exitCode ?? '?';
      return finding(
        'C4',
        { pods: names, container: name, reason, exit, restarts: container?.restartCount ?? 0 },
        rest,
      );
    }
    case 'C5':
      return finding('C5', { pods: names, container: name, reason }, rest);
    case 'C6': {
      const since = condition(first?.status?.conditions, 'Ready')?.lastTransitionTime ?? '-';
      return finding('C6', { pods: names, container: name, probe: reason, since, message: message || '-' }, rest);
    }
    case 'C7':
      return finding('C7', { pods: names, gate: reason }, rest);
    case 'C10':
    case 'C11':
      return finding(cause.code, { pods: names, node: cause.group }, rest);
    case 'C15':
      return finding('C15', { pods: names, claim: reason, message }, rest);
    case 'C16':
      return finding('C16', { pods: names, container: name }, rest);
    case 'C17':
      return finding('C17', { pods: names, reason }, rest);
  }
}

function imageOf(pod: Pod | undefined, { container }: Cause): string {
  return pod?.spec.containers?.find(({ name }) => name === container?.name)?.image ?? container?.image ?? '';
}

function proofOf(facts: Facts, cause: Cause, pods: readonly Pod[]): readonly Proof[] {
  const { cluster, namespace } = facts;
  const shown: Proof[] = [];
  if (cause.code === 'C10') {
    const ready = condition(cluster.get('Node', '', cause.group)?.status?.conditions, 'Ready');
    shown.push({ object: `node/${cause.group}`, field: 'status.conditions[Ready]', value: ready?.status ?? '' });
  }
  if (cause.code === 'C15') {
    const claim = cluster.get('PersistentVolumeClaim', namespace, cause.reason ?? '');
    const object = `persistentvolumeclaim/${cause.reason ?? ''}`;
    shown.push({ object, field: 'status.phase', value: claim?.status?.phase ?? '<none>' });
  }
  for (const pod of pods.slice(0, 3)) {
    shown.push(proof(pod, cause.field, cause.value));
    const ready = condition(pod.status?.conditions, 'Ready');
    if (ready && ready.status !== 'True') shown.push(proof(pod, 'status.conditions[Ready]', ready.status));
  }
  const [pod] = pods;
  if (pod && cause.event) shown.push(proof(pod, `events[${cause.event.reason ?? ''}]`, cause.event.message));
  const container = pod?.spec.containers?.find(({ name }) => name === cause.container?.name);
  if (pod && container && cause.code === 'C6') shown.push(...probeProof(pod, container, cause.reason));
  if (pod && container && cause.code === 'C2')
    shown.push(proof(pod, `spec.containers[${container.name}].image`, container.image));
  return [...shown, ...logProof(facts, cause, pods)];
}

/** The last words of such a container, where a person has asked for them. */
function logProof(facts: Facts, { container }: Cause, pods: readonly Pod[]): readonly Proof[] {
  const log = logsOf(facts).find(
    ({ pod, container: name, lines }) =>
      name === container?.name && lines.length > 0 && pods.some(({ metadata }) => metadata.name === pod),
  );
  if (!log) return [];
  return [{ object: `pod/${log.pod}`, field: `log[${log.container}]`, value: log.lines.slice(-LOG_LINES).join('\n') }];
}

function probeProof(pod: Pod, container: Container, name = 'readinessProbe'): readonly Proof[] {
  const probe = name === 'startupProbe' ? container.startupProbe : container.readinessProbe;
  return probe ? [proof(pod, `spec.containers[${container.name}].${name}`, probeText(probe))] : [];
}

function probeText({ httpGet, tcpSocket, grpc }: Probe): string {
  if (httpGet) return `GET :${httpGet.port}${httpGet.path ?? '/'}`;
  if (tcpSocket) return `TCP :${tcpSocket.port}`;
  return grpc ? `gRPC :${grpc.port}` : 'exec';
}

function fixesFor({ namespace }: Facts, { code, container, group }: Cause, pod: Pod): readonly Fix[] {
  const { name } = pod.metadata;
  const describe = commandFix('look', refOf(pod), shell`kubectl describe pod ${name} -n ${namespace}`);
  const logs = shell`kubectl logs ${name} -c ${container?.name ?? ''} -n ${namespace}`;
  switch (code) {
    case 'C4':
    case 'C5':
      return [commandFix('look', refOf(pod), `${logs} --previous`)];
    case 'C6':
    case 'C16':
      return [commandFix('look', refOf(pod), logs), describe];
    case 'C10':
    case 'C11':
      return [commandFix('look', `node/${group}`, shell`kubectl describe node ${group}`)];
    case 'C7':
      return [advice('ask', group), describe];
    default:
      return [describe];
  }
}
