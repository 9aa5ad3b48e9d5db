import type { ServiceRef } from '../../../shared/model/service.ts';
import type { Cluster } from '../kube/cluster.ts';
import { record, type Json } from '../json.ts';
import { kinds, listPath } from '../kube/kinds.ts';
import { masked } from '../kube/mask.ts';
import { toYaml } from '../kube/to-yaml.ts';

/**
 * The Service as the server has it now, fields in the server's order, without the bookkeeping of who set what and
 * with what looks like a credential hidden.
 */
export async function serviceYaml(
  cluster: Cluster,
  { namespace, name }: ServiceRef,
  signal: AbortSignal,
): Promise<string> {
  const object = await cluster.api.json<Json>({
    path: `${listPath(kinds.services, namespace)}/${encodeURIComponent(name)}`,
    verb: 'get',
    resource: 'services',
    namespace,
    signal,
  });
  const { managedFields: _, ...metadata } = record(object['metadata']);
  return toYaml(masked({ ...object, metadata }));
}
