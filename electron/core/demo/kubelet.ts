import type { Duplex, Readable } from 'node:stream';

/** What runs in the demo cluster's pods, as the API server reaches it: `pods/portforward` and `pods/log`. */
export interface Kubelet {
  /**
   * Opens one connection to a port of a running pod.
   * Rejects with an Error whose message is what a real runtime sends on the error stream after
   * "error forwarding port N to pod …: " (connection refused, no such pod).
   */
  connect(pod: PodRef, port: number): Promise<Duplex>;
  /** Hears when the pod's streams have to be cut (the pod is gone). Returns the way to stop. */
  onGone(pod: PodRef, listener: () => void): () => void;
  /**
   * The lines that a container has written so far, with their times; with `follow`, those that come as well.
   * Throws `StatusError` (400) when it has not run yet, or has no previous run.
   */
  logs(pod: PodRef, options: LogOptions): Readable;
}

export interface PodRef {
  readonly namespace: string;
  readonly name: string;
}

export interface LogOptions {
  readonly container?: string;
  readonly follow?: boolean;
  readonly previous?: boolean;
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  readonly timestamps?: boolean;
}
