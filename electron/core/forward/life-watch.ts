import type { Clock } from '../clock.ts';

const idleBeforePing = 10_000;
const maxMissedPings = 2;
/** So much longer than it was to be, a wait was the computer's sleep: the other side may long be gone. */
const overslept = 5_000;
/** How long the other side has to show that it is there after that, in ms. */
const patienceAfterSleep = 3_000;

export interface LifeWatchOptions {
  readonly clock: Clock;
  /** Asks the other side for a sign of life. */
  readonly ping: () => void;
  /** Nothing is read just now: that nothing is heard says nothing about the other side then. */
  readonly isDeaf: () => boolean;
  /** The other side is gone without a word. */
  readonly onDead: (detail: string) => void;
  /** Ends the watch. */
  readonly over: AbortSignal;
}

/** Notices when the other side of a connection is gone without a word. */
export class LifeWatch {
  readonly #options: LifeWatchOptions;
  #heard = true;
  /** When the wait of now for a sign of life began. */
  #waitsSince: number;

  constructor(options: LifeWatchOptions) {
    this.#options = options;
    this.#waitsSince = options.clock.now();
    this.#watch().catch(() => undefined);
  }

  /** The computer has slept since the other side was heard of: it has to be asked first whether it is still there. */
  get hasOverslept(): boolean {
    return this.#options.clock.now() - this.#waitsSince > idleBeforePing + overslept;
  }

  /** Something came from the other side. */
  hear(): void {
    this.#heard = true;
  }

  /** Pings only when nothing was heard for a while: pings under load have cut transfers short elsewhere. */
  async #watch(): Promise<void> {
    const { clock, ping, onDead } = this.#options;
    let missed = 0;
    for (;;) {
      if (!(await this.#passes(idleBeforePing))) return;
      if (this.hasOverslept) {
        this.#heard = false;
        ping();
        if (!(await this.#passes(patienceAfterSleep))) return;
        if (this.#isSilent) {
          onDead('no answer after the computer slept');
          return;
        }
      }
      this.#waitsSince = clock.now();
      if (!this.#isSilent) {
        this.#heard = false;
        missed = 0;
        continue;
      }
      if (missed === maxMissedPings) {
        onDead(`no answer to ${String(maxMissedPings)} pings`);
        return;
      }
      missed++;
      ping();
    }
  }

  get #isSilent(): boolean {
    return !this.#heard && !this.#options.isDeaf();
  }

  /** Whether it goes on after so many ms. */
  #passes(ms: number): Promise<boolean> {
    return this.#options.clock.sleep(ms, this.#options.over).then(
      () => true,
      () => false,
    );
  }
}
