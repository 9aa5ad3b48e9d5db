import type { TerminalSize } from '../../../shared/model/terminal.ts';
import type { KubeApi } from '../kube/api.ts';

/** What a terminal's program is given: the way to its screen, and from its keys. */
export interface Console {
  readonly api: KubeApi;
  readonly size: TerminalSize;
  readonly signal: AbortSignal;
  /** Resolves when the screen can take more. */
  readonly print: (text: string) => Promise<void>;
  /** The program is there: what is typed from now on, and each new size, goes to these. */
  readonly ready: (keys: Keys) => void;
}

/** Who hears what a person types. */
export interface Keys {
  write(text: string): void;
  resize(size: TerminalSize): void;
}

/** How a program came to its end. */
export interface Ending {
  /** Undefined for what has no exit code. */
  readonly code?: number;
}
