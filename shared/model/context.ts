import type { Failure } from '../failure.ts';

/**
 * How things stand between Portolan and one context of the kubeconfig. Times are ms of the epoch.
 * `stale`: it was live, the rows shown are from `since`, and Portolan keeps trying (`retryAt`).
 * `denied`: the server or the sign-in says no; trying again waits for the user or for an edited kubeconfig.
 */
export type Link =
  | { readonly state: 'off' }
  | { readonly state: 'connecting'; readonly since: number }
  | { readonly state: 'live'; readonly since: number }
  | { readonly state: 'stale'; readonly since: number; readonly failure: Failure; readonly retryAt?: number }
  | { readonly state: 'denied'; readonly failure: Failure }
  | { readonly state: 'unreachable'; readonly failure: Failure; readonly retryAt?: number };

/** How a user signs in, in kubeconfig's words. */
export type Credential = 'certificate' | 'token' | 'token-file' | 'exec' | 'basic' | 'oidc' | 'none';

/** One context of the kubeconfig, connected or not. `key` is its name, made safe for a URL. */
export interface ContextView {
  readonly key: string;
  readonly name: string;
  readonly cluster: string;
  readonly user: string;
  /** Without credentials; empty where the context names no known cluster. */
  readonly server: string;
  /** The kubeconfig file that defines it. */
  readonly file: string;
  /** The context's own namespace, where it sets one. */
  readonly namespace?: string;
  readonly credential: Credential;
  /** The exec plugin's command, for `credential: 'exec'`. */
  readonly command?: string;
  /** The proxy in use, without credentials. */
  readonly proxy?: string;
  /** Whether it is the kubeconfig's current-context. */
  readonly current: boolean;
  /** The cluster that the app brings along: in no kubeconfig, and nothing in it is real. */
  readonly demo?: true;
  readonly link: Link;
  /** The API server's gitVersion once known. */
  readonly version?: string;
  /** Round trip of the last cheap request, in ms. */
  readonly roundTrip?: number;
  /**
   * Which namespaces are watched: the whole cluster, or those that the user may list or has typed.
   * `typed` are the ones entered by hand, remembered across starts.
   */
  readonly scope: {
    readonly whole: boolean;
    readonly namespaces: readonly string[];
    readonly typed: readonly string[];
  };
  /** What is missing for the full picture: one failure for each refused verb and resource. */
  readonly gaps: readonly Failure[];
}
