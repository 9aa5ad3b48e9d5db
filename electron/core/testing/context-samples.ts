import type { ClusterConfig, ContextEntry, UserConfig } from '../kube/context-entry.ts';

/** A context as a kubeconfig would give it. */
export function contextOf(cluster: ClusterConfig, user: UserConfig = {}): ContextEntry {
  return {
    key: 'dev',
    name: 'dev',
    clusterName: 'dev-cluster',
    userName: 'ann',
    file: '/kube/config',
    credential: 'none',
    current: true,
    cluster,
    user,
  };
}

/** Data as kubeconfigs hold it. */
export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
