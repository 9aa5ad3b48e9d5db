import type { Failure } from '../../../shared/failure.ts';
import type { EndpointView } from '../../../shared/model/endpoint.ts';
import type { KubeProxy } from '../../../shared/model/kube-proxy.ts';
import type { ServiceRef, ServiceRow } from '../../../shared/model/service.ts';
import type { KubeApi } from '../kube/api.ts';
import type { Live } from '../live.ts';

/** What is known of a Service. `loading`: nothing yet. `gone`: the cluster has no such Service (any more). */
export type TargetService =
  | { readonly state: 'loading' }
  | { readonly state: 'known'; readonly row: ServiceRow; readonly endpoints: readonly EndpointView[] }
  | { readonly state: 'gone' };

/** What a forward needs of a cluster: one Service, live, and the API server to reach its Pods through. */
export interface ForwardTarget {
  readonly service: Live<TargetService>;
  /** Why the cluster does not answer just now. */
  readonly trouble: Live<Failure | undefined>;
  /** Throws an `AppError` while the context is not connected. */
  readonly api: () => KubeApi;
  /** How the cluster's own nodes balance; undefined where that can't be known. */
  readonly kubeProxy: (signal: AbortSignal) => Promise<KubeProxy | undefined>;
  close(): void;
}

/** Opens a target; throws `context-unknown`. */
export type OpenTarget = (ref: ServiceRef) => ForwardTarget;
