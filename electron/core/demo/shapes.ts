import type { DemoKind, DemoMeta, DemoObject } from './registry.ts';

/** The parts of the kinds that the demo's controllers and kubelet read and write. The rest is carried along. */
interface Fields {
  readonly [field: string]: unknown;
}

export type Labels = Readonly<Record<string, string>>;
export type Protocol = 'TCP' | 'UDP' | 'SCTP';
export type ConditionStatus = 'True' | 'False' | 'Unknown';

interface Shape<K extends DemoKind> extends Fields {
  readonly apiVersion: string;
  readonly kind: K;
  readonly metadata: DemoMeta;
}

export interface Condition extends Fields {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

export interface ContainerPort extends Fields {
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol?: Protocol;
}

export interface Probe extends Fields {
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly httpGet?: { readonly path?: string; readonly port: number | string };
  readonly tcpSocket?: { readonly port: number | string };
}

export interface Container extends Fields {
  readonly name: string;
  readonly image: string;
  readonly ports?: readonly ContainerPort[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly readinessProbe?: Probe;
  readonly restartPolicy?: string;
}

export interface PodSpec extends Fields {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly nodeName?: string;
  readonly nodeSelector?: Labels;
  readonly hostname?: string;
  readonly subdomain?: string;
  readonly terminationGracePeriodSeconds?: number;
  readonly tolerations?: readonly { readonly key?: string; readonly operator?: string; readonly effect?: string }[];
}

export interface ContainerState extends Fields {
  readonly waiting?: { readonly reason: string; readonly message?: string };
  readonly running?: { readonly startedAt: string };
  readonly terminated?: Readonly<Record<string, unknown>>;
}

export interface ContainerStatus extends Fields {
  readonly name: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state: ContainerState;
  readonly lastState: ContainerState;
}

export interface PodStatus extends Fields {
  readonly phase?: string;
  readonly podIP?: string;
  readonly podIPs?: readonly { readonly ip: string }[];
  readonly startTime?: string;
  readonly conditions?: readonly Condition[];
  readonly containerStatuses?: readonly ContainerStatus[];
}

export interface PodTemplate extends Fields {
  readonly metadata?: { readonly labels?: Labels; readonly annotations?: Labels };
  readonly spec: PodSpec;
}

export interface Pod extends Shape<'Pod'> {
  readonly spec: PodSpec;
  readonly status?: PodStatus;
}

export interface Node extends Shape<'Node'> {
  readonly spec?: Fields & {
    readonly podCIDR?: string;
    readonly unschedulable?: boolean;
    readonly taints?: readonly { readonly key: string; readonly effect: string }[];
  };
  readonly status?: Fields & {
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
    readonly allocatable?: Readonly<Record<string, string>>;
    readonly conditions?: readonly Condition[];
  };
}

export interface ServicePort extends Fields {
  readonly name?: string;
  readonly protocol?: Protocol;
  readonly port: number;
  readonly targetPort?: number | string;
  readonly appProtocol?: string;
}

export interface Service extends Shape<'Service'> {
  readonly spec: Fields & {
    readonly type?: string;
    readonly clusterIP?: string;
    readonly ipFamilies?: readonly string[];
    readonly selector?: Labels;
    readonly ports?: readonly ServicePort[];
    readonly publishNotReadyAddresses?: boolean;
    readonly loadBalancerClass?: string;
    readonly trafficDistribution?: string;
  };
  readonly status?: Fields & { readonly loadBalancer?: { readonly ingress?: readonly Fields[] } };
}

export interface SlicePort extends Fields {
  readonly name: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly appProtocol?: string;
}

export interface SliceEndpoint extends Fields {
  readonly addresses: readonly string[];
  readonly conditions?: Readonly<Record<string, boolean>>;
  readonly targetRef?: {
    readonly kind: string;
    readonly namespace?: string;
    readonly name: string;
    readonly uid: string;
  };
}

export interface EndpointSlice extends Shape<'EndpointSlice'> {
  readonly addressType: string;
  readonly endpoints?: readonly SliceEndpoint[];
  readonly ports?: readonly SlicePort[];
}

export interface EndpointAddress extends Fields {
  readonly ip: string;
  readonly hostname?: string;
  readonly nodeName?: string;
  readonly targetRef?: NonNullable<SliceEndpoint['targetRef']>;
}

export interface EndpointSubset extends Fields {
  readonly addresses?: readonly EndpointAddress[];
  readonly notReadyAddresses?: readonly EndpointAddress[];
  readonly ports?: readonly (Fields & {
    readonly name?: string;
    readonly port: number;
    readonly protocol?: Protocol;
  })[];
}

export interface Endpoints extends Shape<'Endpoints'> {
  readonly subsets?: readonly EndpointSubset[];
}

interface WorkloadSpec extends Fields {
  readonly replicas?: number;
  readonly selector: { readonly matchLabels?: Labels };
  readonly template: PodTemplate;
}

export interface WorkloadStatus extends Fields {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly updatedReplicas?: number;
  readonly terminatingReplicas?: number;
  readonly conditions?: readonly Condition[];
}

export interface Deployment extends Shape<'Deployment'> {
  readonly spec: WorkloadSpec & {
    readonly paused?: boolean;
    readonly progressDeadlineSeconds?: number;
    readonly revisionHistoryLimit?: number;
    readonly strategy?: {
      readonly type?: string;
      readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string };
    };
  };
  readonly status?: WorkloadStatus;
}

export interface ReplicaSet extends Shape<'ReplicaSet'> {
  readonly spec: WorkloadSpec;
  readonly status?: WorkloadStatus;
}

export interface StatefulSet extends Shape<'StatefulSet'> {
  readonly spec: WorkloadSpec & {
    readonly serviceName?: string;
    readonly podManagementPolicy?: string;
    readonly updateStrategy?: { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } };
  };
  readonly status?: WorkloadStatus & { readonly currentRevision?: string };
}

export interface Shapes {
  readonly Pod: Pod;
  readonly Node: Node;
  readonly Service: Service;
  readonly EndpointSlice: EndpointSlice;
  readonly Endpoints: Endpoints;
  readonly Deployment: Deployment;
  readonly ReplicaSet: ReplicaSet;
  readonly StatefulSet: StatefulSet;
}

/** An object of a kind in that kind's shape, which the registry's strategies have checked; undefined for other kinds. */
export function as<K extends keyof Shapes>(kind: K, object: DemoObject | undefined): Shapes[K] | undefined {
  return object?.kind === kind ? (object as unknown as Shapes[K]) : undefined;
}

export function conditionOf(
  of: { readonly conditions?: readonly Condition[] } | undefined,
  type: string,
): Condition | undefined {
  return of?.conditions?.find((condition) => condition.type === type);
}

export function isPodReady({ status }: Pod): boolean {
  return conditionOf(status, 'Ready')?.status === 'True';
}

/** Ended for good: it counts for no workload and no Service. */
export function isPodOver({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

/** A time as the API writes it: whole seconds. */
export function timestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
