import { AppError } from '../../../shared/failure.ts';
import type { Cluster } from '../kube/cluster.ts';
import { plainJson } from '../kube/plain-text.ts';
import type { Obj } from './objects.ts';

/**
 * What is asked for now and then instead of watched: the API groups, and the cluster's DNS. What is refused is left
 * out; throws where nobody answers.
 */
export async function serverFacts(cluster: Cluster, signal: AbortSignal): Promise<readonly Obj[]> {
  const ask = async <T>(path: string, about: { resource: string; namespace?: string }): Promise<T | undefined> => {
    try {
      return plainJson(await cluster.api.json<T>({ path, verb: 'get', signal, ...about }));
    } catch (error) {
      const isSaid = error instanceof AppError && ['forbidden', 'not-found'].includes(error.failure.code);
      if (!isSaid) throw error;
      return undefined;
    }
  };
  const [groups, dns] = await Promise.all([
    ask<{ readonly groups?: readonly { readonly name: string }[] }>('/apis', { resource: 'apis' }),
    ask<Omit<Obj, 'kind'>>('/api/v1/namespaces/kube-system/configmaps/coredns', {
      resource: 'configmaps',
      namespace: 'kube-system',
    }),
  ]);
  const named = (groups?.groups ?? []).map(({ name }) => ({ kind: 'APIGroup', metadata: { name } }));
  return [...named, ...(dns ? [{ ...dns, kind: 'ConfigMap' }] : [])];
}
