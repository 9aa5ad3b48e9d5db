/** Names a Service in a context. */
export interface ServiceRef {
  readonly context: string;
  readonly namespace: string;
  readonly name: string;
}

export type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';
export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/** One entry of `spec.ports`. `targetPort` is a number, or the name of a container port. */
export interface ServicePort {
  readonly name?: string;
  readonly protocol: Protocol;
  readonly port: number;
  readonly targetPort: number | string;
  readonly nodePort?: number;
  readonly appProtocol?: string;
}

/**
 * Endpoints of a Service over all its EndpointSlices, each counted once: `ready` (gets connections), `terminating`
 * (not ready, shutting down, maybe still serving) and `notReady` (the rest) add up to `total`.
 */
export interface EndpointCounts {
  readonly ready: number;
  readonly notReady: number;
  readonly terminating: number;
  readonly total: number;
}

/** A Service as lists show it. `key` is `context/namespace/name`. */
export interface ServiceRow extends ServiceRef {
  readonly key: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly type: ServiceType;
  readonly headless: boolean;
  /** `None` alone for a headless Service; empty for ExternalName. Both families when dual-stack. */
  readonly clusterIPs: readonly string[];
  readonly externalName?: string;
  /** Load balancer addresses (IP or host name), then `spec.externalIPs`. */
  readonly externalAddresses: readonly string[];
  /** A LoadBalancer that has no address yet. */
  readonly pending: boolean;
  readonly ports: readonly ServicePort[];
  /** Undefined where the Service has none (its slices are kept by hand, or it is an ExternalName). */
  readonly selector?: Readonly<Record<string, string>>;
  /** Undefined for an ExternalName, and where the user may not list EndpointSlices. */
  readonly endpoints?: EndpointCounts;
  /** Of a Service with ready endpoints, the ports that none of them listens on; left out where there is none. */
  readonly unserved?: readonly number[];
  readonly sessionAffinity: { readonly type: 'None' } | { readonly type: 'ClientIP'; readonly seconds: number };
  readonly externalTrafficPolicy?: 'Cluster' | 'Local';
  readonly internalTrafficPolicy?: 'Cluster' | 'Local';
  readonly publishNotReadyAddresses: boolean;
  readonly ipFamilies: readonly string[];
  readonly ipFamilyPolicy?: string;
  readonly loadBalancerClass?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly created: string;
  /** ISO 8601, once deletion was asked for. */
  readonly deleting?: string;
}

export function serviceKey({ context, namespace, name }: ServiceRef): string {
  return `${context}/${namespace}/${name}`;
}
