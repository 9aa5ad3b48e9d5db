/** Resolves as soon as `condition` holds, looking again after each turn of the event loop; fails the test by its timeout. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
