import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Kubelet, PodRef } from '../kubelet.ts';
import type { Registry } from '../registry.ts';
import { as, type EndpointSlice, type Service } from '../shapes.ts';

/** The network as a pod of the demo sees it: the cluster's DNS, and what stands in for kube-proxy. */
export interface PodNetwork {
  /** The addresses of a name, as its own namespace would call it; none where nobody has that name. */
  resolve(host: string): readonly string[];
  /** Connects to a pod or a Service. Rejects, as nothing listens where nobody is. */
  connect(address: string, port: number): Promise<Duplex>;
}

interface World {
  readonly registry: Registry;
  readonly kubelet: Kubelet;
}

/** What a pod of `namespace` is connected to. */
export function podNetwork(world: World, namespace: string): PodNetwork {
  return {
    resolve: (host) => (isIP(host) > 0 ? [host] : resolve(world, host, namespace)),
    connect: (address, port) => {
      const target = ofService(world, address, port) ?? ofPod(world, address, port);
      return target ? world.kubelet.connect(target.pod, target.port) : Promise.reject(new Error('connection refused'));
    },
  };
}

const NAME = /^([^.]+)(?:\.([^.]+)(?:\.svc(?:\.cluster\.local\.?)?)?)?$/;

function resolve({ registry }: World, host: string, own: string): readonly string[] {
  const [, name = '', namespace = own] = NAME.exec(host) ?? [];
  const service = as('Service', registry.get({ kind: 'Service', namespace, name }));
  if (!service) return [];
  const { clusterIP = 'None', type } = service.spec;
  if (type === 'ExternalName') return [];
  return clusterIP === 'None' ? readyOf(registry, service).map(({ address }) => address) : [clusterIP];
}

function readyOf(registry: Registry, { metadata: { name, namespace = '' } }: Service) {
  return slicesOf(registry, namespace, name).flatMap(({ endpoints = [], ports = [] }) =>
    endpoints
      .filter(({ conditions }) => conditions?.ready !== false)
      .flatMap(({ addresses }) => addresses.map((address) => ({ address, ports }))),
  );
}

function slicesOf(registry: Registry, namespace: string, name: string): readonly EndpointSlice[] {
  return registry
    .list('EndpointSlice', namespace)
    .flatMap((object) => as('EndpointSlice', object) ?? [])
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name);
}

interface Target {
  readonly pod: PodRef;
  readonly port: number;
}

/** The first ready endpoint: a check that is asked again gets the same answer. */
function ofService(world: World, address: string, port: number): Target | undefined {
  const service = world.registry
    .list('Service')
    .flatMap((object) => as('Service', object) ?? [])
    .find(({ spec }) => spec.clusterIP === address);
  const own = service?.spec.ports?.find((one) => one.port === port);
  if (!service || !own) return undefined;
  for (const ready of readyOf(world.registry, service)) {
    const target = ready.ports.find(({ name }) => name === (own.name ?? ''));
    const found = target && ofPod(world, ready.address, target.port);
    if (found) return found;
  }
  return undefined;
}

function ofPod({ registry }: World, address: string, port: number): Target | undefined {
  const pod = registry
    .list('Pod')
    .flatMap((object) => as('Pod', object) ?? [])
    .find(({ status }) => status?.podIP === address);
  if (!pod) return undefined;
  const { name, namespace = '' } = pod.metadata;
  return { pod: { name, namespace }, port };
}
