const statuses = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Resolves on the first SIGINT or SIGTERM; a second one ends the process at once, as a shell expects.
 *
 * It goes on listening after the first: while a state is written, write-file-atomic ends the process on any signal
 * that nobody else listens for.
 */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (isStopping) process.exit(statuses[signal]);
        isStopping = true;
        resolve();
      });
    }
  });
}
