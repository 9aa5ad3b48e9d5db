import type { ApiKind } from './object.ts';
import { endpointSliceStrategy } from './endpoint-slice.ts';
import { endpointsStrategy, eventStrategy } from './plain.ts';
import { ingressStrategy, namespaceStrategy, networkPolicyStrategy, nodeStrategy } from './plain.ts';
import { podStrategy } from './pod.ts';
import { Allocations } from './service/allocation.ts';
import { serviceStrategy } from './service/strategy.ts';
import type { Strategy } from './strategy.ts';
import { deploymentStrategy, replicaSetStrategy, statefulSetStrategy } from './workloads.ts';

export function createStrategies(random: () => number): Readonly<Record<ApiKind, Strategy>> {
  return {
    Namespace: namespaceStrategy,
    Node: nodeStrategy,
    Pod: podStrategy,
    Service: serviceStrategy(new Allocations(random)),
    Endpoints: endpointsStrategy,
    EndpointSlice: endpointSliceStrategy,
    Deployment: deploymentStrategy,
    ReplicaSet: replicaSetStrategy,
    StatefulSet: statefulSetStrategy,
    Event: eventStrategy,
    Ingress: ingressStrategy,
    NetworkPolicy: networkPolicyStrategy,
  };
}
