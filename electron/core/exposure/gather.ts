import { AppError } from '../../../shared/failure.ts';
import type { ServiceRef } from '../../../shared/model/service.ts';
import type { KubeApi } from '../kube/api.ts';
import type { EndpointSlice, ListPage } from '../kube/objects.ts';
import type { ExposedService, ExposureFacts, NodeFact, Referrer, Surroundings } from './facts.ts';

export interface Asker {
  readonly api: KubeApi;
  readonly ref: ServiceRef;
  /** What the kubeconfig calls the context. */
  readonly contextName?: string | undefined;
  readonly signal: AbortSignal;
}

export const servicePath = ({ namespace, name }: ServiceRef): string =>
  `/api/v1/namespaces/${namespace}/services/${encodeURIComponent(name)}`;

export function readService({ api, ref, signal }: Asker): Promise<ExposedService> {
  const { namespace } = ref;
  return api.json({ path: servicePath(ref), verb: 'get', resource: 'services', namespace, signal });
}

/** Reads what a plan depends on. Only the Service itself has to be readable; what else is not stays unknown. */
export async function gatherFacts(asker: Asker): Promise<ExposureFacts> {
  const [service, around] = await Promise.all([readService(asker), gatherAround(asker)]);
  return { ...around, service };
}

/** All but the Service, which need not be there. */
export async function gatherAround(asker: Asker): Promise<Surroundings> {
  const { ref, contextName } = asker;
  const { namespace, name } = ref;
  const apps = `/apis/apps/v1/namespaces/${namespace}`;
  const net = `/apis/networking.k8s.io/v1`;
  const items = <T>(path: string, resource: string): Promise<readonly T[] | undefined> =>
    list<T>(asker, path, resource);
  const slicesPath = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
  const selector = encodeURIComponent(`kubernetes.io/service-name=${name}`);
  const [services, slices, nodes, groups, cidrs, ingresses, routes, policies, statefulSets, rights] = await Promise.all(
    [
      items<ExposedService>('/api/v1/services', 'services'),
      items<EndpointSlice>(`${slicesPath}?labelSelector=${selector}`, 'endpointslices'),
      items<NodeFact>('/api/v1/nodes?limit=20', 'nodes'),
      apiGroups(asker),
      items<{ readonly spec: { readonly cidrs: readonly string[] } }>(`${net}/servicecidrs`, 'servicecidrs'),
      items<Referrer>(`${net}/namespaces/${namespace}/ingresses`, 'ingresses'),
      items<Referrer>(`/apis/gateway.networking.k8s.io/v1/namespaces/${namespace}/httproutes`, 'httproutes'),
      items<Referrer>(`${net}/namespaces/${namespace}/networkpolicies`, 'networkpolicies'),
      items<Referrer>(`${apps}/statefulsets`, 'statefulsets'),
      rightsOn(asker),
    ],
  );
  return {
    ref,
    contextName,
    services,
    slices,
    nodes,
    groups,
    cidrs: cidrs?.flatMap(({ spec }) => spec.cidrs),
    ingresses,
    routes,
    policies,
    statefulSets,
    rights,
  };
}

/** Undefined where the server keeps it from this user, or has no such thing. */
async function ifTold<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof AppError && UNTOLD.has(error.failure.code)) return undefined;
    throw error;
  }
}

const UNTOLD: ReadonlySet<string> = new Set(['forbidden', 'not-found', 'server-error']);

/** Undefined where they may not be listed, or are not known here. */
export async function list<T>(asker: Asker, path: string, resource: string): Promise<readonly T[] | undefined> {
  const { api, signal } = asker;
  const page = await ifTold(() => api.json<ListPage<T>>({ path, verb: 'list', resource, signal }));
  return page && (page.items ?? []);
}

/** Names of the server's API groups; undefined where it does not tell. */
export async function apiGroups({
  api,
  signal,
}: Pick<Asker, 'api' | 'signal'>): Promise<readonly string[] | undefined> {
  const found = await ifTold(() =>
    api.json<{ readonly groups?: readonly { readonly name: string }[] }>({
      path: '/apis',
      verb: 'get',
      resource: 'apis',
      signal,
    }),
  );
  return found && (found.groups ?? []).map(({ name }) => name);
}

async function rightsOn(asker: Asker): Promise<ExposureFacts['rights']> {
  const [patch, remove, create] = await Promise.all(['patch', 'delete', 'create'].map((verb) => may(asker, verb)));
  if (patch === undefined || remove === undefined || create === undefined) return undefined;
  return { patch, delete: remove, create };
}

/** Whether this user may; undefined where the server does not say. */
export function may(
  { api, ref: { namespace, name }, signal }: Asker,
  verb: string,
  { resource, group }: { readonly resource: string; readonly group: string } = { resource: 'services', group: '' },
): Promise<boolean | undefined> {
  const resourceAttributes = { verb, group, resource, namespace, ...(verb !== 'create' && { name }) };
  return ifTold(async () => {
    const answer = await api.json<{ readonly status?: { readonly allowed?: boolean } }>({
      path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      method: 'POST',
      verb: 'create',
      resource: 'selfsubjectaccessreviews',
      body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } },
      signal,
    });
    return answer.status?.allowed === true;
  });
}
