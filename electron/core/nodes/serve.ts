import type { NodePortAnswer, NodePortView, NodeService } from '../../../shared/model/node-service.ts';
import type { EndpointSlice, Service, SliceEndpoint } from '../kube/objects.ts';
import { endpointViews } from '../services/endpoints.ts';
import { servicePorts, slicePorts } from '../services/ports.ts';

/** kube-proxy leaves Services with this label to somebody else. */
const OTHER_PROXY = 'service.kubernetes.io/service-proxy-name';

type Port = ReturnType<typeof servicePorts>[number];

/** How one node serves a Service, as kube-proxy decides it: from the Service, its slices and the node's name alone. */
export function serveOn(node: string, service: Service, slices: readonly EndpointSlice[]): NodeService {
  const { name, namespace = '' } = service.metadata;
  const { spec } = service;
  const isOutside = spec.type === 'NodePort' || spec.type === 'LoadBalancer' || (spec.externalIPs ?? []).length > 0;
  const policy = isOutside ? (spec.externalTrafficPolicy ?? 'Cluster') : undefined;
  const endpoints = spec.type === 'ExternalName' ? [] : endpointViews(slices);
  const here = endpoints.filter((one) => one.node === node);
  const isReadyHere = here.some(({ ready }) => ready);
  const checks = policy === 'Local' && spec.type === 'LoadBalancer' ? spec.healthCheckNodePort : undefined;
  return {
    key: `${node} ${namespace}/${name}`,
    node,
    namespace,
    name,
    type: spec.type ?? 'ClusterIP',
    ...(policy && { policy }),
    here: { ready: here.filter(({ ready }) => ready).length, total: here.length },
    all: { ready: endpoints.filter(({ ready }) => ready).length, total: endpoints.length },
    nodePorts: servicePorts(service).flatMap((port): NodePortView[] => {
      const { nodePort, protocol, name: portName } = port;
      if (nodePort === undefined || spec.type === 'ClusterIP' || spec.type === 'ExternalName') return [];
      const answer = answerOf(node, { service, port, slices });
      return [{ ...(portName !== undefined && { name: portName }), port: port.port, protocol, nodePort, answer }];
    }),
    ...(checks !== undefined && { healthCheck: { port: checks, status: isReadyHere ? 200 : 503 } }),
  };
}

interface Asked {
  readonly service: Service;
  readonly port: Port;
  readonly slices: readonly EndpointSlice[];
}

/**
 * Ready endpoints of the policy's reach answer; where there is none, those that end but still serve. With none in reach
 * the connection is dropped when there are some elsewhere, and refused when there is none at all (services.md §2.1).
 */
function answerOf(node: string, { service, port, slices }: Asked): NodePortAnswer {
  if (service.metadata.labels?.[OTHER_PROXY] !== undefined) return 'ignored';
  const all = slices.flatMap((slice) => (hasPort(slice, port) ? (slice.endpoints ?? []) : []));
  const reach = service.spec.externalTrafficPolicy === 'Local' ? all.filter(({ nodeName }) => nodeName === node) : all;
  if (reach.some(isReady)) return 'answers';
  if (reach.some(isDraining)) return 'draining';
  return all.some((one) => isReady(one) || isDraining(one)) ? 'drops' : 'refuses';
}

function hasPort(slice: EndpointSlice, { name = '', protocol }: Port): boolean {
  return slicePorts(slice).some((one) => (one.name ?? '') === name && one.protocol === protocol);
}

const isReady = ({ conditions }: SliceEndpoint): boolean => conditions?.ready ?? true;
const isDraining = ({ conditions }: SliceEndpoint): boolean =>
  (conditions?.serving ?? true) && conditions?.terminating === true;
