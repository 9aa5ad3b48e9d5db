import type { Keyed } from '../change.ts';

/** The key of the context that the app itself brings along. */
export const DEMO_CONTEXT = 'portolan-demo';

/** A Service of the demo cluster, or the Pods behind it. */
export interface DemoTarget {
  readonly namespace: string;
  readonly service: string;
}

/** What a person may do to the demo cluster, to see how it and the app take it. */
export type DemoTrouble =
  /** One of the Service's ready Pods is gone at once; `pod` says which. */
  | (DemoTarget & { readonly do: 'kill-pod'; readonly pod?: string })
  /** The readiness probes of all its Pods fail, or pass again. */
  | (DemoTarget & { readonly do: 'fail-probe' | 'heal-probe' })
  | (DemoTarget & { readonly do: 'restart' | 'scale-to-zero' | 'scale-back' })
  /** The API server is away for a while, as when it is upgraded. */
  | { readonly do: 'cut-api' }
  | { readonly do: 'slow-network'; readonly on: boolean };

/** The troubles that are on, once the demo cluster runs. */
export interface DemoView extends Keyed {
  readonly key: 'demo';
  /** Services as `namespace/name`. */
  readonly failing: readonly string[];
  readonly scaledToZero: readonly string[];
  readonly isSlow: boolean;
  /** Until when the API server is away, in ms of the epoch. */
  readonly cutUntil?: number;
}
