import type { Failure } from '../failure.ts';

/**
 * What can be tried with a Service, only when a person asks. `connect`: its endpoints, by port-forward. `inside`: its name,
 * its address and its endpoints, from a Pod made for it. `log`: what its crashing containers wrote last.
 */
export const checkKinds = ['connect', 'inside', 'log'] as const;
export type CheckKind = (typeof checkKinds)[number];

/** What is said to a port to find out what speaks there. `listen`: nothing, as it may be no HTTP at all. */
export type Hello = 'http' | 'tls' | 'listen';

/** What would be done, to be said before it is done. */
export interface CheckPlan {
  readonly connect: {
    readonly ports: readonly { readonly label: string; readonly hello: Hello; readonly pods: number }[];
    /** Pods in all, and how many more there are than are tried. */
    readonly pods: number;
    readonly left: number;
  };
  readonly inside: {
    readonly namespace: string;
    readonly image: string;
    /** Names and addresses that would be asked. */
    readonly targets: readonly string[];
  };
  readonly log: { readonly containers: readonly Omit<LogTail, 'lines'>[]; readonly lines: number };
}

/** What was heard. */
export type Heard =
  | { readonly t: 'http'; readonly status: number }
  /** `names`: the certificate's. `until`: when it ends, in ISO 8601. */
  | { readonly t: 'tls'; readonly names: readonly string[]; readonly until: string }
  /** Something that is no HTTP: its first bytes. */
  | { readonly t: 'bytes'; readonly text: string }
  /** The connection was taken and nothing said, or it was hung up. */
  | { readonly t: 'silence' }
  | { readonly t: 'hung-up' }
  | { readonly t: 'refused' }
  | { readonly t: 'timeout' }
  | { readonly t: 'unresolved' }
  | { readonly t: 'failed'; readonly detail: string };

/** Whether something is there that takes connections, whatever it speaks. */
export function isAnswer({ t }: Heard): boolean {
  return ['http', 'tls', 'bytes', 'silence', 'hung-up'].includes(t);
}

/** One address that was tried. */
export interface Attempt {
  /** `forward`: in the Pod's own loopback. `inside`: from another Pod of the cluster. */
  readonly from: 'forward' | 'inside';
  readonly to: 'pod' | 'address' | 'name';
  /** A Pod, or a Service's name or address. */
  readonly subject: string;
  /** The Service's port, as findings name it. */
  readonly label: string;
  /** What was connected to: the Pods' own port, or the Service's. */
  readonly port: number;
  readonly hello: Hello;
  readonly heard: Heard;
}

/** The end of a container's log. `previous`: that of its last run, not of the present one. */
export interface LogTail {
  readonly pod: string;
  readonly container: string;
  readonly previous: boolean;
  readonly lines: readonly string[];
}

export interface CheckReport {
  readonly kind: CheckKind;
  /** In ms of the epoch. */
  readonly at: number;
  readonly attempts: readonly Attempt[];
  readonly logs: readonly LogTail[];
  /** Why some of it, or all, could not be done. */
  readonly failures: readonly Failure[];
}
