/** The kinds whose rules are known. */
export type ApiKind =
  | 'Namespace'
  | 'Node'
  | 'Pod'
  | 'Service'
  | 'Endpoints'
  | 'EndpointSlice'
  | 'Deployment'
  | 'ReplicaSet'
  | 'StatefulSet'
  | 'Event'
  | 'Ingress'
  | 'NetworkPolicy';

/** An object as the API server keeps and serves it. Frozen: a change is a new object. */
export interface ApiObject {
  readonly apiVersion: string;
  readonly kind: ApiKind;
  readonly metadata: ApiMeta;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

export interface ApiMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  /** A decimal number that grows with each change of any object. */
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly ApiOwner[];
  readonly generation?: number;
  readonly [field: string]: unknown;
}

export interface ApiOwner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}
