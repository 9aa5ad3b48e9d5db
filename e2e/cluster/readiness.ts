import type { KubeObject } from './objects.ts';
import type { Rest } from './rest.ts';

interface Pod extends KubeObject {
  status?: { conditions?: { type: string; status: string }[] };
}

interface EndpointSlice extends KubeObject {
  addressType: string;
  endpoints?: { conditions?: { ready?: boolean } }[] | null;
}

export async function countReadyPods(rest: Rest, namespace: string, selector = ''): Promise<number> {
  const query = selector && `?labelSelector=${encodeURIComponent(selector)}`;
  const { items } = await rest.get<{ items: Pod[] }>(`/api/v1/namespaces/${namespace}/pods${query}`);
  return items.filter(isReady).length;
}

function isReady({ metadata, status }: Pod): boolean {
  if (metadata.deletionTimestamp !== undefined) return false;
  return status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

/** Of one family, the Service's first: a dual-stack Service has every pod in two slices. */
export async function countReadyEndpoints(rest: Rest, namespace: string, service: string): Promise<number> {
  const selector = encodeURIComponent(`kubernetes.io/service-name=${service}`);
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?labelSelector=${selector}`;
  const { items } = await rest.get<{ items: EndpointSlice[] }>(path);
  const family = items.some(({ addressType }) => addressType === 'IPv4') ? 'IPv4' : items[0]?.addressType;
  return items
    .filter(({ addressType }) => addressType === family)
    .flatMap(({ endpoints }) => endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready !== false).length;
}
