import type { PodView, ServiceDetail } from '../../shared/model/endpoint.ts';
import type { ExecSpec, LogsSpec } from '../../shared/model/terminal.ts';

type Pod = Pick<PodView, 'namespace' | 'name' | 'containers'>;

/** More streams at once than that help nobody. */
const MOST = 50;

function placeOf(context: string, { namespace, containers }: Pod) {
  const names = containers.map(({ name }) => name);
  const [container] = names;
  return { context, namespace, ...(container !== undefined && { container, containers: names }) };
}

export function shellIn(context: string, pod: Pod): ExecSpec {
  return { kind: 'exec', ...placeOf(context, pod), pod: pod.name };
}

export function logsOf(context: string, pod: Pod): LogsSpec {
  return { kind: 'logs', ...placeOf(context, pod), pods: [pod.name] };
}

/** The Pods behind a Service, each once, whether connections get to them or not; no more than logs are read of. */
export function podsOf({ endpoints, podsWithoutEndpoint }: ServiceDetail): readonly PodView[] {
  const all = [...endpoints.flatMap(({ pod }) => pod ?? []), ...podsWithoutEndpoint];
  return [...new Map(all.map((pod) => [pod.uid, pod])).values()].slice(0, MOST);
}

/** The Pod that a shell is opened in when none is named: one that answers, or else one that runs. */
export function podForShell(detail: ServiceDetail): PodView | undefined {
  const pods = podsOf(detail);
  return pods.find(({ ready, terminating }) => ready && !terminating) ?? pods.find(({ phase }) => phase === 'Running');
}

/** The logs of all Pods of a Service; undefined where it has none. */
export function logsOfService(detail: ServiceDetail): LogsSpec | undefined {
  const pods = podsOf(detail);
  const { context, namespace, name } = detail.service;
  const container = pods[0]?.containers[0]?.name;
  const containers = [...new Set(pods.flatMap((pod) => pod.containers.map(({ name: one }) => one)))];
  if (pods.length === 0) return undefined;
  return {
    kind: 'logs',
    context,
    namespace,
    service: name,
    pods: pods.map((pod) => pod.name),
    ...(container !== undefined && { container, containers }),
  };
}
