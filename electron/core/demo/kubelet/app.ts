import type { Container, Pod } from '../shapes.ts';

/**
 * What the demo's containers run, told by their environment, as a real image would be:
 * - `EXIT_AFTER`: seconds until it ends, without ever having listened; `EXIT_CODE`, `EXIT_MESSAGE`: how
 * - `HEALTH`: the HTTP status of /healthz, 200 unless said otherwise
 * - `DRAIN`: seconds that it takes to end, once it is told to
 */
export interface App {
  readonly exitAfter: number | undefined;
  readonly exitCode: number;
  readonly exitMessage: string;
  readonly health: number;
  readonly drainTime: number;
}

/** On a pod: the HTTP status that its /healthz answers from now on. */
export const HEALTH_ANNOTATION = 'demo.portolan.dev/health';

/** The names of ports whose protocol is none of HTTP's: a TCP echo stands in for them. */
const NOT_HTTP = /mysql|postgres|redis|mongo|kafka|amqp|nats|echo|tcp|sql|^db$/;

export function appOf(container: Container, pod: Pod): App {
  const env = new Map(container.env?.map(({ name, value = '' }) => [name, value]));
  const numberOf = (name: string, fallback: number): number => Number(env.get(name) ?? fallback);
  const exitAfter = env.get('EXIT_AFTER');
  return {
    exitAfter: exitAfter === undefined ? undefined : Number(exitAfter) * 1_000,
    exitCode: numberOf('EXIT_CODE', 1),
    exitMessage: env.get('EXIT_MESSAGE') ?? 'fatal: cannot go on',
    health: Number(pod.metadata.annotations?.[HEALTH_ANNOTATION] ?? numberOf('HEALTH', 200)),
    drainTime: numberOf('DRAIN', 0) * 1_000,
  };
}

export interface Listening {
  readonly container: Container;
  readonly port: number;
  readonly speaks: 'http' | 'tcp';
}

/** Containers listen on the TCP ports that they declare. */
export function listens(container: Container, pod: Pod): readonly number[] {
  const { ports = [] } = container;
  if (appOf(container, pod).exitAfter !== undefined) return [];
  return ports.filter(({ protocol = 'TCP' }) => protocol === 'TCP').map(({ containerPort }) => containerPort);
}

/** What listens behind a port of a pod. */
export function listeningOn(pod: Pod, port: number): Listening | undefined {
  for (const container of pod.spec.containers) {
    if (!listens(container, pod).includes(port)) continue;
    const declared = container.ports?.find(({ containerPort }) => containerPort === port);
    return { container, port, speaks: NOT_HTTP.test(declared?.name ?? '') ? 'tcp' : 'http' };
  }
  return undefined;
}

/** Why a container's readiness probe fails, in the kubelet's words; undefined when it doesn't. */
export function probeFailure(container: Container, pod: Pod): string | undefined {
  const { httpGet, tcpSocket } = container.readinessProbe ?? {};
  const target = httpGet?.port ?? tcpSocket?.port;
  if (target === undefined) return undefined;
  const port =
    typeof target === 'number' ? target : container.ports?.find(({ name }) => name === target)?.containerPort;
  const address = `${pod.status?.podIP ?? ''}:${port ?? 0}`;
  if (port === undefined || !listeningOn(pod, port)) {
    const dial = `dial tcp ${address}: connect: connection refused`;
    return httpGet ? `Get "http://${address}${httpGet.path ?? '/'}": ${dial}` : dial;
  }
  const app = appOf(container, pod);
  if (!httpGet) return app.health < 400 ? undefined : `dial tcp ${address}: i/o timeout`;
  const status = statusOf(httpGet.path ?? '/', app);
  return status < 400 ? undefined : `HTTP probe failed with statuscode: ${status}`;
}

/** What the app answers to a GET of this path. */
export function statusOf(path: string, { health }: App): number {
  if (path === '/healthz' || path === '/readyz') return health;
  return path === '/' ? 200 : 404;
}

/** Images of a registry that doesn't exist can't be pulled. */
export function pullFailure(image: string): string | undefined {
  const [host = ''] = image.split('/');
  if (!host.endsWith('.invalid')) return undefined;
  const url = `https://${image.replace(/^([^/]+)\/(.+):([^:]+)$/, '$1/v2/$2/manifests/$3')}`;
  return (
    `Failed to pull image "${image}": failed to pull and unpack image "${image}": failed to resolve reference ` +
    `"${image}": failed to do request: Head "${url}": dial tcp: lookup ${host}: no such host`
  );
}
