import type { Failure } from '../../shared/failure.ts';
import { failureOf } from '../wire/failure-of.ts';

/** While somebody types, the core is asked this long after the last key, in ms. */
const SETTLE = 150;

/** The answer to the newest of several questions; what was asked before it is let go. */
export class Asking<Answer> {
  #answer = $state.raw<Answer>();
  #failure = $state.raw<Failure>();
  #isAsking = $state(false);
  #turn = new AbortController();

  /** The last answer, also while the next one is on its way. */
  get answer(): Answer | undefined {
    return this.#answer;
  }
  /** Why the newest question has no answer. */
  get failure(): Failure | undefined {
    return this.#failure;
  }
  get isAsking(): boolean {
    return this.#isAsking;
  }

  /** Asks; `undefined` for nothing to ask takes the answer away. */
  ask(question: ((signal: AbortSignal) => Promise<Answer>) | undefined): void {
    this.close();
    this.#isAsking = question !== undefined;
    if (!question) this.#answer = undefined;
    else this.#run(question).catch((error: unknown) => (this.#failure = failureOf(error)));
  }

  /** Nobody looks any more. */
  close(): void {
    this.#turn.abort();
    this.#turn = new AbortController();
  }

  async #run(question: (signal: AbortSignal) => Promise<Answer>): Promise<void> {
    const { signal } = this.#turn;
    const isOld = (): boolean => signal.aborted;
    await new Promise((resolve) => setTimeout(resolve, SETTLE));
    if (isOld()) return;
    try {
      const answer = await question(signal);
      if (isOld()) return;
      this.#answer = answer;
      this.#failure = undefined;
    } catch (error) {
      if (isOld()) return;
      this.#failure = failureOf(error);
    }
    this.#isAsking = false;
  }
}
