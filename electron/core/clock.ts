/** Time and chance as parameters, so that tests own both. Milliseconds everywhere. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`, at once where they are over already, or rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Evenly spread in [0, 1). */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      const timer = setTimeout(wake, Math.max(0, ms)); // Node warns of less
      signal?.addEventListener('abort', stop, { once: true });
    }),
};
