import { request } from 'node:http';
import { connect } from 'node:net';
import { fail } from '../../../shared/failure.ts';
import type { LocalKind } from '../../../shared/model/node.ts';
import type { CheckResult, NodePortCheck, NodePortView } from '../../../shared/model/node-service.ts';
import type { ServiceRef } from '../../../shared/model/service.ts';
import type { Cluster } from '../kube/cluster.ts';
import type { EndpointSlice, ListPage, Node, Service } from '../kube/objects.ts';
import { localKindOf } from './machine.ts';
import { serveOn } from './serve.ts';

/** How long an address has for an answer, in ms, how many are asked at a time, and how many at all. */
const PATIENCE = 2000;
const AT_ONCE = 16;
const MOST = 200;

interface Target {
  readonly node: string;
  readonly address: string;
  readonly port: number;
  readonly isHealth: boolean;
}

/** Where local clusters put their node ports on this computer, if they do. */
const ON_LOCALHOST: ReadonlySet<LocalKind> = new Set(['kind', 'k3d', 'docker-desktop', 'rancher-desktop']);

/** Connects to each node port of a Service from this computer, those first that should answer. Sends nothing over TCP. */
export async function checkNodePorts(
  cluster: Cluster,
  ref: ServiceRef,
  signal: AbortSignal,
): Promise<readonly NodePortCheck[]> {
  // Whoever answered at a made-up address would not be the demo's node.
  if (cluster.view.demo) return [];
  const targets = await targetsOf(cluster, ref, signal);
  const results: NodePortCheck[] = [];
  const queue = targets.slice(0, MOST)[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (const { isHealth, ...target } of queue) {
      const { address, port } = target;
      const result = await tryConnect({ address, port, signal });
      const health = isHealth && result.state === 'open' ? await healthOf(address, port, signal) : undefined;
      results.push({ ...target, result, ...(health !== undefined && { health }) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return [...results].sort((a, b) => rank(a) - rank(b));
}

const rank = ({ result }: NodePortCheck): number => (result.state === 'open' ? result.ms : Infinity);

async function targetsOf(cluster: Cluster, { namespace, name }: ServiceRef, signal: AbortSignal) {
  const { api } = cluster;
  const selector = encodeURIComponent(`kubernetes.io/service-name=${name}`);
  const [service, slices, nodes] = await Promise.all([
    api.json<Service>({
      path: `/api/v1/namespaces/${namespace}/services/${encodeURIComponent(name)}`,
      verb: 'get',
      resource: 'services',
      namespace,
      signal,
    }),
    api.json<ListPage<EndpointSlice>>({
      path: `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?labelSelector=${selector}`,
      verb: 'list',
      resource: 'endpointslices',
      namespace,
      signal,
    }),
    api.json<ListPage<Node>>({ path: '/api/v1/nodes', verb: 'list', resource: 'nodes', signal }),
  ]);
  const all = (nodes.items ?? []).flatMap((node) => {
    const view = serveOn(node.metadata.name, service, slices.items ?? []);
    const addresses = addressesOf(node);
    const ports = view.nodePorts.filter(({ protocol }) => protocol === 'TCP');
    return addresses.flatMap((address) => [
      ...ports.map((port) => ({ target: targetOf(node, address, port.nodePort), order: orderOf(port) })),
      ...(view.healthCheck
        ? [{ target: { ...targetOf(node, address, view.healthCheck.port), isHealth: true }, order: 2 }]
        : []),
    ]);
  });
  if (all.length === 0) throw fail('invalid', { detail: `${namespace}/${name} has no TCP node ports` });
  const seen = new Set<string>();
  return [...all]
    .sort((a, b) => a.order - b.order)
    .map(({ target }) => target)
    .filter(({ address, port }) => {
      const key = `${address} ${port}`;
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    });
}

const targetOf = ({ metadata }: Node, address: string, port: number): Target => ({
  node: metadata.name,
  address,
  port,
  isHealth: false,
});

function orderOf({ answer }: NodePortView): number {
  return answer === 'answers' || answer === 'draining' ? 0 : 1;
}

/**
 * Where a node may be asked: its own IPs, and localhost where a local cluster may map ports to it. Of another cluster a
 * loopback address is not asked: whoever answered there would not be the node.
 */
function addressesOf(node: Node): readonly string[] {
  const local = localKindOf(node);
  const of = (wanted: string): readonly string[] =>
    (node.status?.addresses ?? []).flatMap(({ type, address }) =>
      type === wanted && !isLoopback(address) ? [address] : [],
    );
  const mapped = local !== undefined && ON_LOCALHOST.has(local) ? ['127.0.0.1'] : [];
  return [...mapped, ...of('ExternalIP'), ...of('InternalIP')];
}

const isLoopback = (address: string): boolean =>
  address.startsWith('127.') || address === '::1' || address === 'localhost';

interface Where {
  readonly address: string;
  readonly port: number;
  readonly signal: AbortSignal;
}

function tryConnect({ address, port, signal }: Where): Promise<CheckResult> {
  return new Promise((resolve) => {
    const began = performance.now();
    const socket = connect({ host: address, port, timeout: PATIENCE, signal });
    const end = (result: CheckResult): void => {
      socket.destroy();
      resolve(result);
    };
    socket.on('connect', () => end({ state: 'open', ms: Math.round(performance.now() - began) }));
    socket.on('timeout', () => end({ state: 'timeout' }));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      end({
        state: error.code === 'ECONNREFUSED' ? 'refused' : error.code === 'ETIMEDOUT' ? 'timeout' : 'unreachable',
      }),
    );
  });
}

/** kube-proxy's answer to a load balancer's health check; undefined where there is none that is HTTP. */
function healthOf(address: string, port: number, signal: AbortSignal): Promise<number | undefined> {
  return new Promise((resolve) => {
    const asked = request(
      { host: address, port, path: '/healthz', timeout: PATIENCE, signal, agent: false },
      (answer) => {
        resolve(answer.statusCode);
        answer.destroy();
      },
    );
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(undefined));
    asked.end();
  });
}
