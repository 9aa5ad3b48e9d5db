import type { Keyed } from '../change.ts';
import type { Failure } from '../failure.ts';
import type { Protocol, ServiceRow } from './service.ts';

/** One container of a Pod, with the reason it waits or ended where it does. */
export interface ContainerView {
  readonly name: string;
  readonly ready: boolean;
  readonly restarts: number;
  readonly state: 'running' | 'waiting' | 'terminated' | 'unknown';
  readonly reason?: string;
}

export interface PodView {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Pending, Running, Succeeded, Failed or Unknown. */
  readonly phase: string;
  readonly ready: boolean;
  /** Why it is not ready, in Kubernetes' word (CrashLoopBackOff, Unschedulable, …). */
  readonly reason?: string;
  readonly node?: string;
  readonly ips: readonly string[];
  readonly terminating: boolean;
  readonly created: string;
  readonly containers: readonly ContainerView[];
}

/** A port of an endpoint: the Service port's name and the target port, resolved to a number. */
export interface EndpointPort {
  readonly name?: string;
  readonly port: number;
  readonly protocol: Protocol;
}

/** One endpoint as its EndpointSlices say, each counted once however many slices repeat it. */
export interface EndpointView extends Keyed {
  readonly addresses: readonly string[];
  readonly ports: readonly EndpointPort[];
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  readonly hostname?: string;
  readonly node?: string;
  readonly zone?: string;
  /** Topology hints: clients in these zones, or on these nodes, are meant to use it. */
  readonly hints?: { readonly zones: readonly string[]; readonly nodes: readonly string[] };
  /** What it stands for, mostly a Pod. */
  readonly target?: { readonly kind: string; readonly namespace: string; readonly name: string; readonly uid?: string };
  readonly slices: readonly { readonly name: string; readonly managedBy: string; readonly addressType: string }[];
  /** The Pod itself, where it is known and may be read. */
  readonly pod?: PodView;
}

/** A Service's page. `key` as in `ServiceRow`. */
export interface ServiceDetail extends Keyed {
  readonly service: ServiceRow;
  readonly endpoints: readonly EndpointView[];
  /** Pods that the selector matches and no slice holds: no address yet, or finished. */
  readonly podsWithoutEndpoint: readonly PodView[];
  /** What could not be read for want of rights. */
  readonly gaps: readonly Failure[];
}

/** A Kubernetes Event about the Service, its slices or its Pods. */
export interface EventView extends Keyed {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly object: { readonly kind: string; readonly name: string };
  readonly source: string;
  /** ISO 8601 of the last time it happened. */
  readonly last: string;
}
