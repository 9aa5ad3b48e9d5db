import type { ClusterFacts } from '../cluster-facts.ts';
import type { EndpointSlice, Pod, Service } from '../objects.ts';
import { declaredPorts, isFinished, protocolOf, targetOf } from '../pod-facts.ts';

/**
 * What other tools would say of a Service by their documented checks (Popeye's linter for Services, k8sgpt's analyzer,
 * the questions of the Debug Services page): written after their documentation, not the tools themselves. They read
 * the legacy Endpoints object; here its addresses are the slices'.
 */
interface Seen {
  readonly service: Service;
  readonly pods: readonly Pod[];
  readonly ready: number;
  readonly notReady: number;
}

function seen(cluster: ClusterFacts, service: Service): Seen {
  const { namespace = '', name } = service.metadata;
  const selector = service.spec.selector ?? {};
  const pods = Object.keys(selector).length > 0 ? cluster.podsWith(namespace, selector) : [];
  const hasPorts = (service.spec.ports ?? []).length > 0;
  // The legacy object leaves out the Pods that have none of the Service's ports.
  const listed = cluster
    .slicesOf(namespace, name)
    .filter(({ ports }: EndpointSlice) => !hasPorts || (ports ?? []).length > 0);
  const endpoints = listed.flatMap((slice) => slice.endpoints ?? []);
  const ready = endpoints.filter(({ conditions }) => conditions?.ready ?? true).length;
  return { service, pods, ready, notReady: endpoints.length - ready };
}

/** Its codes of severity warning and error, most severe first. */
export function popeye(cluster: ClusterFacts, service: Service): readonly string[] {
  const { pods, ready, notReady } = seen(cluster, service);
  const { spec } = service;
  if (spec.type === 'ExternalName' || Object.keys(spec.selector ?? {}).length === 0) return [];
  const [pod] = pods;
  const codes = pod ? [] : ['1100 no Pods match'];
  const declared = pod ? declaredPorts(pod) : [];
  const isMatched = (port: NonNullable<typeof spec.ports>[number]): boolean =>
    declared.some(
      (one) => protocolOf(port) === one.protocol && (one.port === targetOf(port) || one.name === targetOf(port)),
    );
  if (declared.length > 0 && !(spec.ports ?? []).every(isMatched)) codes.push('1106 no target ports match');
  if (ready === 0 && notReady === 0) codes.push('1110 no subsets');
  if (ready === 1) codes.push('1109 single endpoint');
  return codes;
}

export function k8sgpt(cluster: ClusterFacts, service: Service): readonly string[] {
  const { ready, notReady } = seen(cluster, service);
  const selector = Object.entries(service.spec.selector ?? {});
  if (service.spec.type === 'ExternalName') return [];
  if (ready + notReady === 0) return selector.map(([key, value]) => `no endpoints, expected label ${key}=${value}`);
  const events = cluster.eventsOf(service).filter(({ type }) => type === 'Warning');
  return [...(notReady > 0 ? ['not ready endpoints'] : []), ...events.map(({ reason = '' }) => `event ${reason}`)];
}

/** The first of the page's questions whose answer is no, as far as the cluster's objects answer it. */
export function debugServices(cluster: ClusterFacts, service: Service): readonly string[] {
  const { pods, ready } = seen(cluster, service);
  const { namespace = '' } = service.metadata;
  if (service.spec.type === 'ExternalName') return [];
  const hasPolicy = cluster.in('NetworkPolicy', namespace).length > 0;
  const running = pods.filter((pod) => !isFinished(pod) && pod.status?.phase === 'Running');
  const asked = [
    running.length === 0 && 'are the Pods running?',
    hasPolicy && 'does a NetworkPolicy affect them?',
    ready === 0 && 'does the Service have endpoints?',
    (service.spec.ports ?? []).some(
      (port) =>
        pods[0] &&
        !declaredPorts(pods[0]).some(({ name, port: number }) => name === targetOf(port) || number === targetOf(port)),
    ) && 'is targetPort right?',
  ];
  return asked.flatMap((question) => (question === false ? [] : [question]));
}
