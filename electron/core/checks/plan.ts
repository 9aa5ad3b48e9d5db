import type { CheckPlan, Hello, LogTail } from '../../../shared/model/check.ts';
import type { Facts } from '../diagnosis/facts.ts';
import type { Reached } from '../diagnosis/membership.ts';
import { TEST_IMAGE } from '../test-pod/manifest.ts';
import { helloOf } from './hello-of.ts';

/** So many Pods are tried: enough to see whether all are alike. */
const PODS = 10;
/** So many from inside, each of which takes seconds where nothing answers. */
const PODS_INSIDE = 3;
const CONTAINERS = 5;
export const LOG_LINES = 20;

/** A port of the Service with the endpoints to try. */
export interface PortTarget {
  readonly label: string;
  /** The Service's own. */
  readonly port: number;
  readonly hello: Hello;
  readonly endpoints: readonly (Reached & { readonly pod: string })[];
}

/** Each port's Pods: those that are ready, or if there are none those that might be. */
export function portTargets({ ports }: Facts): readonly PortTarget[] {
  const pods = new Set<string>();
  return ports.flatMap(({ port, label, endpoints }) => {
    const hello = helloOf(port);
    if (hello === undefined) return [];
    const withPod = endpoints.flatMap((one) => (one.pod === undefined ? [] : [{ ...one, pod: one.pod }]));
    const ready = withPod.filter((one) => one.ready);
    const tried = (ready.length > 0 ? ready : withPod).filter(({ pod: name }) => {
      if (pods.size < PODS) pods.add(name);
      return pods.has(name);
    });
    return [{ label, port: port.port, hello, endpoints: tried }];
  });
}

/** One thing to ask from inside the cluster. */
export interface InsideTarget {
  readonly to: 'pod' | 'address' | 'name';
  readonly subject: string;
  /** What is connected to: a name or an IP. */
  readonly host: string;
  readonly label: string;
  readonly port: number;
  readonly hello: Hello;
}

/** The Service's name first, its address beside it, and some of its endpoints. */
export function insideTargets(facts: Facts): readonly InsideTarget[] {
  const { service, namespace, name, type, headless } = facts;
  const { clusterIP = '' } = service.spec;
  const host = `${name}.${namespace}.svc`;
  const hasAddress = type !== 'ExternalName' && !headless && clusterIP !== '';
  const ports = portTargets(facts);
  if (ports.length === 0 && type === 'ExternalName')
    return [{ to: 'name', subject: host, host, label: '', port: 80, hello: 'listen' }];
  return ports.flatMap(({ endpoints, ...port }): readonly InsideTarget[] => {
    const target = headless ? (endpoints[0]?.port ?? port.port) : port.port;
    const seen = new Map(endpoints.map((one) => [one.pod, one]));
    return [
      { ...port, to: 'name', subject: host, host, port: target },
      ...(hasAddress ? [{ ...port, to: 'address' as const, subject: clusterIP, host: clusterIP }] : []),
      ...[...seen.values()]
        .slice(0, PODS_INSIDE)
        .map((one) => ({ ...port, to: 'pod' as const, subject: one.pod, host: one.address, port: one.port })),
    ];
  });
}

/** Containers that have crashed or are about to: the log of the run that ended tells more than that of the next one. */
export function logTargets({ live }: Facts): readonly Omit<LogTail, 'lines'>[] {
  const all = live.flatMap(({ metadata, status }) =>
    [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].flatMap(
      ({ name: container, ready, state, lastState }) => {
        const isEnded = state?.terminated !== undefined && state.terminated.exitCode !== 0;
        const hasEnded = lastState?.terminated !== undefined && ready !== true;
        if (!isEnded && !hasEnded) return [];
        return [{ pod: metadata.name, container, previous: !isEnded && state?.running !== undefined }];
      },
    ),
  );
  return all.slice(0, CONTAINERS);
}

/** What the checks would do. Asks nobody. */
export function planChecks(facts: Facts, image: string = TEST_IMAGE): CheckPlan {
  const ports = portTargets(facts);
  const pods = new Set(ports.flatMap(({ endpoints }) => endpoints.map(({ pod }) => pod)));
  const all = new Set(facts.ports.flatMap(({ endpoints }) => endpoints.flatMap(({ pod }) => pod ?? [])));
  return {
    connect: {
      ports: ports
        .filter(({ endpoints }) => endpoints.length > 0)
        .map(({ label, hello, endpoints }) => ({ label, hello, pods: endpoints.length })),
      pods: pods.size,
      left: Math.max(0, all.size - pods.size),
    },
    inside: {
      namespace: facts.namespace,
      image,
      targets: insideTargets(facts).map(({ host, port }) => `${host}:${String(port)}`),
    },
    log: { containers: logTargets(facts), lines: LOG_LINES },
  };
}
