import { AppError, fail } from '../../../shared/failure.ts';
import type { ServiceRef } from '../../../shared/model/service.ts';
import type { KubeApi } from '../kube/api.ts';
import { ClusterFacts } from '../diagnosis/cluster-facts.ts';
import { factsOf, type Facts } from '../diagnosis/facts.ts';
import { pairs } from '../diagnosis/index-by.ts';
import type { KindName, Obj, Service } from '../diagnosis/objects.ts';
import { snapshotOf } from '../diagnosis/snapshot.ts';

export interface SubjectQuestion {
  readonly api: KubeApi;
  readonly ref: Pick<ServiceRef, 'namespace' | 'name'>;
  readonly signal: AbortSignal;
}

/** Reads anew what checks need of one Service: itself, its slices, its Pods. Fails with `service-gone`. */
export async function readSubject({ api, ref: { namespace, name }, signal }: SubjectQuestion): Promise<Facts> {
  const all = `/api/v1/namespaces/${namespace}`;
  const service = await api
    .json<Omit<Service, 'kind'>>({
      path: `${all}/services/${name}`,
      verb: 'get',
      resource: 'services',
      namespace,
      signal,
    })
    .catch((error: unknown) => {
      const isGone = error instanceof AppError && error.failure.code === 'not-found';
      throw isGone ? fail('service-gone', { namespace, name }, error) : error;
    });
  const list = async (kind: KindName, resource: string, path: string): Promise<readonly Obj[]> => {
    const page = await api.json<{ items?: readonly Obj[] }>({ path, verb: 'list', resource, namespace, signal });
    return (page.items ?? []).map((item) => ({ ...item, kind }));
  };
  const slices = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
  const selector = pairs(service.spec.selector).join(',');
  const [owned, pods] = await Promise.all([
    list('EndpointSlice', 'endpointslices', `${slices}?labelSelector=kubernetes.io%2Fservice-name%3D${name}`),
    selector === '' ? [] : list('Pod', 'pods', `${all}/pods?labelSelector=${encodeURIComponent(selector)}`),
  ]);
  const found: Service = { ...service, kind: 'Service' };
  const read = ['Service', 'EndpointSlice', 'Pod'] as const;
  return factsOf(new ClusterFacts(snapshotOf([found, ...owned, ...pods], { now: 0, read })), found);
}
