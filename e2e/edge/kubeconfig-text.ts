/** One context as a test thinks of it; what is left out, the file does not define. */
export interface ContextSketch {
  readonly cluster?: Readonly<Record<string, unknown>>;
  readonly user?: Readonly<Record<string, unknown>>;
  readonly namespace?: string;
}

/** A kubeconfig of these contexts, each with a cluster and a user of its own. JSON is YAML, too. */
export function kubeconfigText(contexts: Readonly<Record<string, ContextSketch>>, current?: string): string {
  const entries = Object.entries(contexts);
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    ...(current !== undefined && { 'current-context': current }),
    clusters: entries.flatMap(([name, { cluster }]) => (cluster ? [{ name: `${name}-cluster`, cluster }] : [])),
    users: entries.flatMap(([name, { user }]) => (user ? [{ name: `${name}-user`, user }] : [])),
    contexts: entries.map(([name, { namespace }]) => ({
      name,
      context: { cluster: `${name}-cluster`, user: `${name}-user`, ...(namespace !== undefined && { namespace }) },
    })),
  });
}
