/**
 * Loaded into the forwarding process (`node --import`): at each SIGUSR2 it says in a line on stderr what it holds, after
 * a collection, where it may ask for one (`--expose-gc`).
 */
process.on('SIGUSR2', () => {
  globalThis.gc?.();
  const held = new Map<string, number>();
  for (const name of process.getActiveResourcesInfo()) held.set(name, (held.get(name) ?? 0) + 1);
  const { heapUsed, external } = process.memoryUsage();
  process.stderr.write(`held ${JSON.stringify({ ...Object.fromEntries(held), heap: heapUsed + external })}\n`);
});
