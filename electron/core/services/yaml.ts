import type { ServiceRef } from '../../../shared/model/service.ts';
import type { Cluster } from '../kube/cluster.ts';
import { kinds, listPath } from '../kube/kinds.ts';

interface RawObject {
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The Service as the server has it now, fields in the server's order, without the bookkeeping of who set what. */
export async function serviceYaml(
  cluster: Cluster,
  { namespace, name }: ServiceRef,
  signal: AbortSignal,
): Promise<string> {
  const object = await cluster.api.json<RawObject>({
    path: `${listPath(kinds.services, namespace)}/${encodeURIComponent(name)}`,
    verb: 'get',
    resource: 'services',
    namespace,
    signal,
  });
  const { managedFields: _, ...metadata } = object.metadata;
  const { stringify } = await import('yaml');
  // As in kubectl's YAML 1.1: there `yes` and dates are not texts unless they are quoted.
  return stringify({ ...object, metadata }, { lineWidth: 0, version: '1.1' });
}
