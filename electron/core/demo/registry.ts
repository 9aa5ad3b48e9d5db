import type { ApiKind, ApiMeta, ApiObject } from '../api-rules/object.ts';

/** The demo cluster keeps what the rules know. */
export type DemoKind = ApiKind;
export type DemoObject = ApiObject;
export type DemoMeta = ApiMeta;

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
