/** In ms; so much that a busy computer fails no test. */
const patience = 15_000;

/** Resolves once `condition` holds; rejects, naming it, when it does not in time. */
export async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + patience;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`never came true: ${String(condition)}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
