import type { ContextEntry } from '../../kube/context-entry.ts';

/** Where a shell begins. */
export interface ShellPlace {
  /** The context's key. */
  readonly context: string;
  readonly namespace: string;
}

/**
 * The kubeconfig of a shell: every usable context by its own name, the wanted one current and in the wanted namespace.
 * Each has a cluster and a user of its own, as files chosen by hand may use one name for two things.
 */
export function shellKubeconfig(entries: readonly ContextEntry[], place: ShellPlace): unknown {
  const usable = entries.filter(({ failure }) => !failure);
  // First come, first served, as in kubectl's merge; the one that was asked for comes before all.
  const wanted = usable.filter(({ key }) => key === place.context);
  const byName = new Map([...[...usable].reverse(), ...wanted].map((entry) => [entry.name, entry]));
  const all = [...byName.values()];
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: all.map(({ name, cluster }) => ({ name, cluster })),
    users: all.map(({ name, user }) => ({ name, user })),
    contexts: all.map(({ key, name, namespace: own }) => {
      const namespace = key === place.context ? place.namespace : own;
      return { name, context: { cluster: name, user: name, ...(namespace !== undefined && { namespace }) } };
    }),
    'current-context': wanted[0]?.name ?? '',
  };
}
