import type { CheckReport } from '../../../shared/model/check.ts';

/**
 * The Kubernetes objects as a diagnosis reads them: from an API server, or from a file that leaves out what a server
 * fills in. Field meanings: https://kubernetes.io/docs/reference/kubernetes-api/
 */
export type Labels = Readonly<Record<string, string>>;
type List<T> = readonly T[] | null;
/** What may be left out, or be null. */
export type Maybe<T> = T | null | undefined;

export interface Meta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly creationTimestamp?: string | null;
  readonly deletionTimestamp?: string;
  readonly finalizers?: readonly string[];
  readonly labels?: Labels | null;
  readonly annotations?: Labels | null;
  readonly ownerReferences?: readonly {
    readonly kind: string;
    readonly name: string;
    readonly controller?: boolean;
  }[];
}

export interface Obj {
  readonly kind: string;
  readonly apiVersion?: string;
  readonly metadata: Meta;
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string | null;
}

export interface ServicePort {
  readonly name?: string;
  readonly protocol?: string;
  readonly port: number;
  readonly targetPort?: number | string;
  readonly nodePort?: number;
  readonly appProtocol?: string;
}

export interface Service extends Obj {
  readonly spec: {
    readonly type?: string;
    readonly clusterIP?: string;
    readonly clusterIPs?: readonly string[];
    readonly externalIPs?: readonly string[];
    readonly externalName?: string;
    readonly externalTrafficPolicy?: string;
    readonly internalTrafficPolicy?: string;
    readonly ipFamilies?: readonly string[];
    readonly loadBalancerClass?: string;
    readonly loadBalancerSourceRanges?: readonly string[];
    readonly ports?: readonly ServicePort[];
    readonly publishNotReadyAddresses?: boolean;
    readonly selector?: Labels | null;
    readonly sessionAffinity?: string;
    readonly sessionAffinityConfig?: { readonly clientIP?: { readonly timeoutSeconds?: number } };
  };
  readonly status?: {
    readonly conditions?: List<Condition>;
    readonly loadBalancer?: {
      readonly ingress?: List<{
        readonly ip?: string;
        readonly hostname?: string;
        readonly ports?: List<{ readonly port: number; readonly error?: string }>;
      }>;
    };
  };
}

export interface SliceEndpoint {
  readonly addresses: readonly string[];
  readonly conditions?: { readonly ready?: boolean; readonly serving?: boolean; readonly terminating?: boolean };
  readonly nodeName?: string;
  readonly zone?: string;
  readonly hints?: { readonly forZones?: List<{ readonly name: string }> };
  readonly targetRef?: { readonly kind?: string; readonly name?: string };
}

export interface EndpointSlice extends Obj {
  readonly addressType: string;
  readonly endpoints?: List<SliceEndpoint>;
  readonly ports?: List<{ readonly name?: string; readonly port?: number; readonly protocol?: string }>;
}

export interface Endpoints extends Obj {
  readonly subsets?: List<{
    readonly addresses?: List<{ readonly ip: string }>;
    readonly notReadyAddresses?: List<{ readonly ip: string }>;
  }>;
}

export interface Probe {
  readonly httpGet?: { readonly path?: string; readonly port: number | string };
  readonly tcpSocket?: { readonly port: number | string };
  readonly grpc?: { readonly port: number };
}

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly restartPolicy?: string;
  readonly command?: List<string>;
  readonly args?: List<string>;
  readonly env?: List<{ readonly name: string; readonly value?: string }>;
  readonly ports?: List<{ readonly name?: string; readonly containerPort: number; readonly protocol?: string }>;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
}

export interface PodSpec {
  readonly nodeName?: string;
  readonly hostNetwork?: boolean;
  readonly hostname?: string;
  readonly subdomain?: string;
  readonly dnsPolicy?: string;
  readonly dnsConfig?: { readonly options?: List<{ readonly name?: string; readonly value?: string }> };
  readonly containers?: List<Container>;
  readonly initContainers?: List<Container>;
  readonly readinessGates?: List<{ readonly conditionType: string }>;
  readonly volumes?: List<{ readonly persistentVolumeClaim?: { readonly claimName: string } }>;
}

interface Ended {
  readonly reason?: string;
  readonly exitCode?: number;
  readonly message?: string;
}

export interface ContainerStatus {
  readonly name: string;
  readonly image?: string;
  readonly ready?: boolean;
  readonly started?: boolean;
  readonly restartCount?: number;
  readonly state?: {
    readonly running?: object;
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly terminated?: Ended;
  };
  readonly lastState?: { readonly terminated?: Ended };
}

export interface Pod extends Obj {
  readonly spec: PodSpec;
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly podIPs?: List<{ readonly ip: string }>;
    readonly podIP?: string;
    readonly conditions?: List<Condition>;
    readonly containerStatuses?: List<ContainerStatus>;
    readonly initContainerStatuses?: List<ContainerStatus>;
  };
}

/** Whatever makes Pods out of a template. */
export interface Workload extends Obj {
  readonly spec: {
    readonly replicas?: number;
    readonly paused?: boolean;
    readonly serviceName?: string;
    readonly template?: { readonly metadata?: { readonly labels?: Labels | null }; readonly spec?: PodSpec };
  };
  readonly status?: { readonly conditions?: List<Condition>; readonly replicas?: number };
}

export interface Autoscaler extends Obj {
  readonly spec: {
    readonly scaleTargetRef?: { readonly kind: string; readonly name: string };
    readonly minReplicas?: number;
  };
  readonly status?: { readonly conditions?: List<Condition> };
}

export interface Node extends Obj {
  readonly spec?: { readonly taints?: List<{ readonly key: string }>; readonly providerID?: string };
  readonly status?: {
    readonly conditions?: List<Condition>;
    readonly addresses?: List<{ readonly type: string; readonly address: string }>;
    readonly nodeInfo?: { readonly kubeletVersion?: string };
  };
}

export interface LabelSelector {
  readonly matchLabels?: Labels | null;
  readonly matchExpressions?: List<{
    readonly key: string;
    readonly operator: string;
    readonly values?: List<string>;
  }>;
}

export interface PolicyPeer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: List<string> };
}

export interface PolicyPort {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

export interface PolicyRule {
  readonly ports?: List<PolicyPort>;
  readonly from?: List<PolicyPeer>;
  readonly to?: List<PolicyPeer>;
}

export interface NetworkPolicy extends Obj {
  readonly spec: {
    readonly podSelector?: LabelSelector;
    readonly policyTypes?: List<string>;
    readonly ingress?: List<PolicyRule>;
    readonly egress?: List<PolicyRule>;
  };
}

interface IngressBackend {
  readonly service?: { readonly name: string; readonly port?: { readonly name?: string; readonly number?: number } };
}

export interface Ingress extends Obj {
  readonly spec?: {
    readonly ingressClassName?: string;
    readonly tls?: List<object>;
    readonly defaultBackend?: IngressBackend;
    readonly rules?: List<{
      readonly host?: string;
      readonly http?: { readonly paths?: List<{ readonly path?: string; readonly backend: IngressBackend }> };
    }>;
  };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly object[] } };
}

export interface HttpRoute extends Obj {
  readonly spec?: {
    readonly rules?: List<{
      readonly backendRefs?: List<{
        readonly kind?: string;
        readonly name: string;
        readonly namespace?: string;
        readonly port?: number;
      }>;
    }>;
  };
}

export interface Claim extends Obj {
  readonly spec?: { readonly storageClassName?: string };
  readonly status?: { readonly phase?: string };
}

export interface ConfigMap extends Obj {
  readonly data?: Labels;
}

export interface Event extends Obj {
  readonly involvedObject: { readonly kind?: string; readonly namespace?: string; readonly name?: string };
  readonly reason?: string;
  readonly message?: string;
  readonly type?: string;
  readonly count?: number;
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly series?: { readonly lastObservedTime?: string };
}

/** What was heard when a person asked for checks of the Service of this name. Made by Portolan; no server has it. */
export interface Checked extends Obj {
  readonly reports: readonly CheckReport[];
}

/** Every kind that a diagnosis reads, by its name in the API. */
export interface Kinds {
  readonly Service: Service;
  readonly EndpointSlice: EndpointSlice;
  readonly Endpoints: Endpoints;
  readonly Pod: Pod;
  readonly Deployment: Workload;
  readonly ReplicaSet: Workload;
  readonly StatefulSet: Workload;
  readonly DaemonSet: Workload;
  readonly Job: Workload;
  readonly HorizontalPodAutoscaler: Autoscaler;
  readonly Node: Node;
  readonly Namespace: Obj;
  readonly NetworkPolicy: NetworkPolicy;
  readonly Ingress: Ingress;
  readonly HTTPRoute: HttpRoute;
  readonly PersistentVolumeClaim: Claim;
  readonly ConfigMap: ConfigMap;
  readonly APIGroup: Obj;
  readonly Event: Event;
  readonly PortolanCheck: Checked;
}

export type KindName = keyof Kinds;
