import type { Keyed } from '../change.ts';
import type { Failure } from '../failure.ts';

/** A shell on the computer that the core runs on, whose kubectl talks to the context. */
export interface ShellSpec {
  readonly kind: 'shell';
  readonly context: string;
  readonly namespace: string;
}

/** A shell in a container; the Pod's first container unless told. */
export interface ExecSpec {
  readonly kind: 'exec';
  readonly context: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container?: string;
  /** Those that can be chosen in its place. */
  readonly containers?: readonly string[];
}

/** A container's own program, joined while it runs; the Pod's first container unless told. Leaving does not end it. */
export interface AttachSpec extends Omit<ExecSpec, 'kind'> {
  readonly kind: 'attach';
}

/** A shell in a container added to a running Pod, which shares its network and sees one container's processes. */
export interface DebugSpec {
  readonly kind: 'debug';
  readonly context: string;
  readonly namespace: string;
  readonly pod: string;
  /** Whose processes it sees. */
  readonly container?: string;
  readonly image: string;
}

/** A shell on a node: in a Pod of ours that has the node's file system at /host. It goes with the terminal. */
export interface NodeSpec {
  readonly kind: 'node';
  readonly context: string;
  readonly namespace: string;
  readonly node: string;
  readonly image: string;
}

/** What can be tried from inside a cluster. */
export type ProbeTool = 'dns' | 'http' | 'tcp';

/** A test from inside the cluster: in a Pod of ours, which goes with the terminal; until then it takes commands. */
export interface ProbeSpec {
  readonly kind: 'probe';
  readonly context: string;
  readonly namespace: string;
  readonly tool: ProbeTool;
  /** `dns`: a name; `http`: a URL; `tcp`: host:port. */
  readonly target: string;
  /** The scheduler's choice unless told. */
  readonly node?: string;
  readonly image?: string;
}

/** What containers have written and go on to write, line by line. */
export interface LogsSpec {
  readonly kind: 'logs';
  readonly context: string;
  readonly namespace: string;
  readonly pods: readonly string[];
  /** What it is about, where that is more than one Pod: the Service's name. */
  readonly service?: string;
  readonly container?: string;
  readonly containers?: readonly string[];
  /** Of the run before the last restart, which ends by itself. */
  readonly previous?: boolean;
  /** No older than this, in seconds; the last lines unless told. */
  readonly since?: number;
  /** Only lines that hold this text, whatever its case. */
  readonly filter?: string;
}

export type TerminalSpec = ShellSpec | ExecSpec | AttachSpec | DebugSpec | NodeSpec | ProbeSpec | LogsSpec;

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** `ended`: by itself with an exit code, where there is one; `failed`: could not start, or was cut off. */
export type TerminalState =
  /** `waits`: for what, in the cluster's words. */
  | { readonly name: 'opening'; readonly waits?: string }
  | { readonly name: 'running'; readonly takesKeys: boolean }
  | { readonly name: 'ended'; readonly code?: number }
  | { readonly name: 'failed'; readonly failure: Failure };

/** A terminal as its tab shows it; what it prints is read apart. */
export interface TerminalView extends Keyed {
  readonly spec: TerminalSpec;
  readonly state: TerminalState;
  /** Counts its starts: each begins with an empty screen. */
  readonly run: number;
}

/** A piece of what a run has printed, and where the next one begins. */
export interface TerminalOutput {
  readonly text: string;
  readonly next: number;
  /** Nothing comes after this. */
  readonly last: boolean;
}
