import type { Keyed } from '../change.ts';
import type { Failure } from '../failure.ts';
import type { ServicePort, ServiceRef, ServiceType } from './service.ts';

/** What is known of the cluster's DNS: its domain, and how it is set where that decides which names there are. */
export interface ClusterDns {
  readonly domain: string;
  /** Where the domain was read; `assumed`: nowhere, it is what most clusters have. */
  readonly source: 'coredns' | 'kubelet-config' | 'kubelet' | 'assumed';
  /** The object that says so, as `configmap/kube-system/coredns`. */
  readonly object?: string;
  /** Names made of Pod addresses: none, any that looks like one, or those of Pods that there are. */
  readonly podNames: 'disabled' | 'insecure' | 'verified';
  /** What an endpoint without a hostname is called. */
  readonly endpointNames: 'pod' | 'address';
  /** Whether addresses are answered with names. */
  readonly reverse: boolean;
  /** How long clients may keep an answer, in seconds. */
  readonly ttl: number;
}

/** `values`: addresses, `PORT TARGET` of an SRV, the name that a CNAME or PTR gives. No name ends with a dot. */
export interface DnsRecord {
  readonly type: 'A' | 'AAAA' | 'SRV' | 'CNAME' | 'PTR';
  /** Fully qualified; the address itself for a PTR. */
  readonly name: string;
  readonly of: 'service' | 'port' | 'endpoint' | 'pod' | 'address';
  readonly values: readonly string[];
  /** The Pod meant, where it is one. */
  readonly pod?: string;
}

export interface EnvVariable {
  readonly name: string;
  readonly value: string;
}

/**
 * Why a Pod's environment is not what a new Pod's would be. `links-off`: it asked for none. `older`: a container
 * started before the Service was there. `changed`: the Service's spec was written to since a container started.
 */
export interface EnvGap {
  readonly pod: string;
  readonly why: 'links-off' | 'older' | 'changed';
  /** ISO 8601: when the oldest container that runs was started. */
  readonly started?: string;
}

/** A node to reach a node port on. */
export interface NodeDoor {
  readonly node: string;
  readonly address: string;
  /** Whether a ready endpoint is on it: with `externalTrafficPolicy: Local` others drop the traffic. */
  readonly answers: boolean;
}

/** All names of a Service. `key` as in `ServiceRow`. */
export interface ServiceNames extends Keyed, ServiceRef {
  readonly type: ServiceType;
  readonly headless: boolean;
  readonly clusterIPs: readonly string[];
  readonly externalName?: string;
  readonly externalAddresses: readonly string[];
  readonly ports: readonly ServicePort[];
  /** Ready addresses, whatever the port. */
  readonly ready: number;
  readonly dns: ClusterDns;
  readonly records: readonly DnsRecord[];
  /** Why the Service's own name is not answered, where it is not. */
  readonly absent?: 'none-ready' | 'external-address';
  /** In the order in which kubelet makes them; none where the Service has no cluster IP. */
  readonly env: readonly EnvVariable[];
  /** Pods of the namespace that run, and those of them whose environment lacks these variables or has old ones. */
  readonly pods: { readonly running: number; readonly without: readonly EnvGap[] };
  readonly nodes: readonly NodeDoor[];
  /** Other namespaces with a Service of this name: there the short name means that one. */
  readonly namesakes: readonly string[];
  /** What could not be read for want of rights. */
  readonly gaps: readonly Failure[];
}
