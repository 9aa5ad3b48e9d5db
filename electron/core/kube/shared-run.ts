/** One piece of work that several wait for. It is aborted when the last of them has let go. */
export class SharedRun<T> {
  readonly #stop = new AbortController();
  readonly #result: Promise<T>;
  #waiting = 0;

  constructor(work: (signal: AbortSignal) => Promise<T>) {
    // A turn later, so that whoever made this can be named by the work.
    this.#result = Promise.resolve().then(() => work(this.#stop.signal));
    this.#result.catch(() => undefined); // nobody may be left to hear of it
  }

  /** False once it was given up: whoever comes now needs a new one. */
  get isOpen(): boolean {
    return !this.#stop.signal.aborted;
  }

  async join(signal: AbortSignal): Promise<T> {
    this.#waiting += 1;
    let giveUp = (): void => undefined;
    const aborted = new Promise<never>((_resolve, reject) => {
      giveUp = () => reject(signal.reason as Error);
      if (signal.aborted) giveUp();
      signal.addEventListener('abort', giveUp, { once: true });
    });
    try {
      return await Promise.race([this.#result, aborted]);
    } finally {
      signal.removeEventListener('abort', giveUp);
      this.#waiting -= 1;
      if (signal.aborted && this.#waiting === 0) this.#stop.abort(signal.reason);
    }
  }
}
