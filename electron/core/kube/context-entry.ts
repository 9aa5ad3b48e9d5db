import type { Failure } from '../../../shared/failure.ts';
import type { Credential } from '../../../shared/model/context.ts';

/** `clusters[].cluster` of a kubeconfig, relative paths made absolute against its file. */
export interface ClusterConfig {
  readonly server: string;
  readonly 'certificate-authority'?: string;
  readonly 'certificate-authority-data'?: string;
  readonly 'insecure-skip-tls-verify'?: boolean;
  readonly 'tls-server-name'?: string;
  readonly 'proxy-url'?: string;
  readonly extensions?: unknown;
}

/** `users[].user.exec`. */
export interface ExecConfig {
  readonly apiVersion: string;
  readonly command: string;
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly installHint?: string;
  readonly provideClusterInfo?: boolean;
  readonly interactiveMode?: 'Never' | 'IfAvailable' | 'Always';
}

/** `users[].user` of a kubeconfig, relative paths made absolute against its file. Never leaves the core. */
export interface UserConfig {
  readonly 'client-certificate'?: string;
  readonly 'client-certificate-data'?: string;
  readonly 'client-key'?: string;
  readonly 'client-key-data'?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly as?: string;
  readonly 'as-uid'?: string;
  readonly 'as-groups'?: readonly string[];
  readonly 'as-user-extra'?: Readonly<Record<string, readonly string[]>>;
  readonly exec?: ExecConfig;
  readonly 'auth-provider'?: { readonly name: string; readonly config?: Readonly<Record<string, string>> };
}

/** One context with all that it refers to, or why it can't be used. */
export interface ContextEntry {
  readonly key: string;
  readonly name: string;
  readonly clusterName: string;
  readonly userName: string;
  readonly file: string;
  readonly namespace?: string;
  readonly credential: Credential;
  readonly current: boolean;
  /** The cluster that the app brings along, in no kubeconfig. */
  readonly demo?: true;
  readonly cluster: ClusterConfig;
  readonly user: UserConfig;
  /** Why it can't be connected at all: names no known cluster or user, … */
  readonly failure?: Failure;
}
