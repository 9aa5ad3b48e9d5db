import type { TerminalSize } from '../../../shared/model/terminal.ts';
import type { KubeApi } from '../kube/api.ts';

/** What a terminal's program is given: the way to its screen, and from its keys. */
export interface Console {
  readonly size: TerminalSize;
  readonly signal: AbortSignal;
  /** Resolves when the screen can take more. */
  readonly print: (text: string) => Promise<void>;
  /** What it waits for, in the cluster's words, before the program is there. */
  readonly waits: (detail: string) => void;
  /** The program is there: what is typed from now on, and each new size, goes to these. */
  readonly ready: (keys: Keys) => void;
}

/** The same for a program that runs in a cluster. */
export interface ClusterConsole extends Console {
  readonly api: KubeApi;
}

/** Who hears what a person types. */
export interface Keys {
  /** Missing where the program reads none. */
  readonly write?: ((text: string) => void) | undefined;
  resize(size: TerminalSize): void;
  /** The program in front, where that is another than the shell that waits for a command. */
  running?(): string | undefined;
}

/** How a program came to its end. */
export interface Ending {
  /** Undefined for what has no exit code. */
  readonly code?: number;
}
