/** Clusters on a person's own computer, whose nodes are containers or a virtual machine. */
export type LocalKind = 'kind' | 'k3d' | 'k3s' | 'minikube' | 'docker-desktop' | 'rancher-desktop';

export interface NodeAddress {
  /** `InternalIP`, `ExternalIP`, `Hostname`, `InternalDNS`, `ExternalDNS`. */
  readonly type: string;
  readonly address: string;
}

export interface NodeTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

export interface NodeCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  /** When it became so, in the API's words. */
  readonly since?: string;
}

/** Endpoints or the like, and how many of them are ready. */
export interface ReadyCount {
  readonly ready: number;
  readonly total: number;
}

/** A node as a list shows it. */
export interface NodeRow {
  readonly key: string;
  readonly context: string;
  readonly name: string;
  readonly addresses: readonly NodeAddress[];
  readonly zone?: string;
  readonly region?: string;
  readonly instanceType?: string;
  /** Whose machine it is, where that can be told. */
  readonly provider?: string;
  readonly local?: LocalKind;
  readonly roles: readonly string[];
  /** `unknown`: its kubelet has not been heard of for a while. */
  readonly ready: 'yes' | 'no' | 'unknown';
  readonly conditions: readonly NodeCondition[];
  readonly cordoned: boolean;
  readonly taints: readonly NodeTaint[];
  readonly capacity: Readonly<Record<string, string>>;
  readonly allocatable: Readonly<Record<string, string>>;
  /** Pods on it that have not ended; undefined where not all Pods may be read. */
  readonly pods?: number;
  /** Endpoints of Services on it; undefined where not all EndpointSlices may be read. */
  readonly endpoints?: ReadyCount;
  readonly kubeletVersion: string;
  readonly created: string;
}
