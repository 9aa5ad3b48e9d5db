import type { HostMessage } from '../../shared/desktop.ts';

/** What of Electron's UtilityProcess is in use; `Port` is its MessagePortMain. */
export interface Child<Port> {
  postMessage(message: HostMessage, ports?: Port[]): void;
  on(event: 'exit', listener: () => void): unknown;
  kill(): boolean;
}

/** How long until a core that ended is started again; doubled each time, in ms. */
const FIRST_WAIT = 300;
const LAST_WAIT = 10_000;
/** A core that ran for this long did not fail at its start. */
const SOUND = 30_000;
/** How long an orderly end may take before the process is killed. */
const CLOSE_WITHIN = 3000;

/** Keeps a core running under the window: one process, started again whenever it ends, until `close`. */
export class CoreHost<Port> {
  readonly #fork: () => Child<Port>;
  readonly #onStart: () => void;
  #child: Child<Port> | undefined;
  #wait = FIRST_WAIT;
  #restart: ReturnType<typeof setTimeout> | undefined;
  #closing: (() => void) | undefined;

  /** `onStart` is told of every start: the ports of the process before are gone, and `hand` takes new ones. */
  constructor({ fork, onStart }: { readonly fork: () => Child<Port>; readonly onStart: () => void }) {
    this.#fork = fork;
    this.#onStart = onStart;
  }

  get running(): boolean {
    return this.#child !== undefined;
  }

  start(): void {
    const child = this.#fork();
    this.#child = child;
    const sound = setTimeout(() => (this.#wait = FIRST_WAIT), SOUND);
    child.on('exit', () => {
      clearTimeout(sound);
      this.#child = undefined;
      if (this.#closing) this.#closing();
      else this.#startAgain();
    });
    this.#onStart();
  }

  /** Gives the core a window's port. Only while it is running: `onStart` is the time to come back. */
  hand(port: Port): void {
    this.#child?.postMessage('port', [port]);
  }

  /** Ends the core in order, by force if it takes too long; resolves when its process is gone. */
  close(): Promise<void> {
    clearTimeout(this.#restart);
    const child = this.#child;
    return new Promise((resolve) => {
      const deadline = setTimeout(() => child?.kill(), CLOSE_WITHIN);
      this.#closing = () => {
        clearTimeout(deadline);
        resolve();
      };
      if (child) child.postMessage('close');
      else this.#closing();
    });
  }

  #startAgain(): void {
    this.#restart = setTimeout(() => this.start(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LAST_WAIT);
  }
}
