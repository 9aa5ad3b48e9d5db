/** While somebody types or edits the Service, the server is asked this seldom, in ms. */
const REST = 150;

/**
 * Asks as often as it is wanted, one question at a time and with a rest after each: what changes all the time is asked
 * about all the time, and never not at all. `ask` must not reject.
 */
export class Asking {
  readonly #ask: () => Promise<void>;
  readonly #signal: AbortSignal;
  #isWanted = false;
  #isAsking = false;

  constructor(ask: () => Promise<void>, signal: AbortSignal) {
    this.#ask = ask;
    this.#signal = signal;
  }

  again(): void {
    this.#isWanted = true;
    if (!this.#isAsking) this.#askWhileWanted().catch(() => undefined);
  }

  async #askWhileWanted(): Promise<void> {
    this.#isAsking = true;
    while (this.#isWanted && !this.#signal.aborted) {
      this.#isWanted = false;
      await this.#ask();
      await new Promise((resolve) => setTimeout(resolve, REST));
    }
    this.#isAsking = false;
  }
}
