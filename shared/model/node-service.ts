import type { ReadyCount } from './node.ts';
import type { ServiceType } from './service.ts';

/**
 * What a node does with a connection to a node port: hands it to a ready endpoint (`answers`), to one that terminates
 * but still serves (`draining`), lets it time out for want of an endpoint of its own (`drops`), refuses it because there
 * is none at all (`refuses`), or knows nothing of the port (`ignored`: another proxy is to serve it).
 */
export type NodePortAnswer = 'answers' | 'draining' | 'drops' | 'refuses' | 'ignored';

export interface NodePortView {
  readonly name?: string;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  readonly nodePort: number;
  readonly answer: NodePortAnswer;
}

/** One Service as one node serves it. */
export interface NodeService {
  /** `node namespace/name`. */
  readonly key: string;
  readonly node: string;
  readonly namespace: string;
  readonly name: string;
  readonly type: ServiceType;
  /** Where connections from outside may go; undefined where none come that way. */
  readonly policy?: 'Cluster' | 'Local';
  readonly here: ReadyCount;
  readonly all: ReadyCount;
  readonly nodePorts: readonly NodePortView[];
  /** What a load balancer's health check is told here: 200 with a ready endpoint on the node, else 503. */
  readonly healthCheck?: { readonly port: number; readonly status: 200 | 503 };
}

/** Whether a Service's Pods may run on a node, and what keeps them away. */
export interface Placement {
  readonly node: string;
  readonly reasons: readonly PlacementReason[];
  /** What the scheduler would rather avoid, but does not have to. */
  readonly against: readonly PlacementReason[];
}

export interface PlacementReason {
  readonly why: 'cordoned' | 'taint' | 'selector' | 'affinity' | 'not-ready';
  /** The taint, label or expression, as one would write it. */
  readonly detail: string;
}

export interface PlacementView {
  /** The Pod whose wishes were read; undefined where the Service has none. */
  readonly pod?: string;
  readonly nodes: readonly Placement[];
}

/** How an address answered from this computer. `ms` is the time that a connection took. */
export type CheckResult =
  { readonly state: 'open'; readonly ms: number } | { readonly state: 'refused' | 'timeout' | 'unreachable' };

export interface NodePortCheck {
  readonly node: string;
  readonly address: string;
  readonly port: number;
  readonly result: CheckResult;
  /** For the health-check port: the status that it gave. */
  readonly health?: number;
}
