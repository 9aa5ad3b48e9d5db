/** The kinds that the demo cluster keeps. */
export type DemoKind =
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
export interface DemoObject {
  readonly apiVersion: string;
  readonly kind: DemoKind;
  readonly metadata: DemoMeta;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

export interface DemoMeta {
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
  readonly ownerReferences?: readonly DemoOwner[];
  readonly generation?: number;
  readonly [field: string]: unknown;
}

export interface DemoOwner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

export interface DemoRef {
  readonly kind: DemoKind;
  /** Absent for kinds without namespaces (Namespace, Node). */
  readonly namespace?: string;
  readonly name: string;
}

export interface DemoEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: DemoObject;
  readonly previous?: DemoObject;
}

/**
 * The one store of the demo cluster. The API's verbs and the controllers both go through it: each write passes the
 * kind's strategy (defaults, validation, allocation) and is refused with the real API server's `Status`.
 */
export interface Registry {
  get(ref: DemoRef): DemoObject | undefined;
  /** All objects of a kind, or those of one namespace, sorted by namespace and name. */
  list(kind: DemoKind, namespace?: string): readonly DemoObject[];
  /** What a client would POST; `generateName` works. Throws `StatusError`. */
  create(manifest: DemoManifest): DemoObject;
  /** Changes spec and metadata. `change` gets the present object and returns the whole new one; the same one means no change. */
  update(ref: DemoRef, change: (object: DemoObject) => DemoManifest): DemoObject;
  /** Changes `status` alone (and what belongs to it: a Pod's conditions, a Service's load balancer). */
  updateStatus(ref: DemoRef, change: (object: DemoObject) => DemoManifest): DemoObject;
  /** As DELETE does: finalizers and a Pod's grace period leave the object marked; `gracePeriodSeconds: 0` ends it. */
  delete(ref: DemoRef, options?: { readonly gracePeriodSeconds?: number }): DemoObject;
  /** Hears each change, in order, right after it was made. Returns the way to stop. */
  subscribe(listener: (event: DemoEvent) => void): () => void;
}

/** An object as a client writes it: without what the server adds. */
export interface DemoManifest {
  readonly apiVersion?: string;
  readonly kind: DemoKind;
  readonly metadata: { readonly name?: string; readonly generateName?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}
