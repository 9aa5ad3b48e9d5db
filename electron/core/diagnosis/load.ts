import { AppError, type Failure } from '../../../shared/failure.ts';
import type { KubeApi } from '../kube/api.ts';
import { listPath } from '../kube/kinds.ts';
import { plainJson, shortPlainText } from '../kube/plain-text.ts';
import { pairs } from './index-by.ts';
import type { KindName, Maybe, Obj, Service } from './objects.ts';
import { snapshotOf, type Snapshot } from './snapshot.ts';
import { ClusterFacts } from './cluster-facts.ts';

interface Source {
  readonly kind: KindName;
  readonly resource: string;
  readonly group: string;
  /** `v1` unless told. */
  readonly version?: string;
  /** Listed in all of the cluster even for one namespace's Services. */
  readonly everywhere?: boolean;
}

const core = { group: '' } as const;
const apps = { group: 'apps' } as const;

const sources: readonly Source[] = [
  { ...core, kind: 'Service', resource: 'services', everywhere: true },
  { group: 'discovery.k8s.io', kind: 'EndpointSlice', resource: 'endpointslices' },
  { ...core, kind: 'Endpoints', resource: 'endpoints' },
  { ...core, kind: 'Pod', resource: 'pods' },
  { ...apps, kind: 'Deployment', resource: 'deployments' },
  { ...apps, kind: 'ReplicaSet', resource: 'replicasets' },
  { ...apps, kind: 'StatefulSet', resource: 'statefulsets' },
  { ...apps, kind: 'DaemonSet', resource: 'daemonsets' },
  { group: 'batch', kind: 'Job', resource: 'jobs' },
  { group: 'autoscaling', kind: 'HorizontalPodAutoscaler', resource: 'horizontalpodautoscalers', version: 'v2' },
  { ...core, kind: 'Node', resource: 'nodes', everywhere: true },
  { ...core, kind: 'Namespace', resource: 'namespaces', everywhere: true },
  { group: 'networking.k8s.io', kind: 'NetworkPolicy', resource: 'networkpolicies' },
  { group: 'networking.k8s.io', kind: 'Ingress', resource: 'ingresses' },
  { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', resource: 'httproutes' },
  { ...core, kind: 'PersistentVolumeClaim', resource: 'persistentvolumeclaims' },
  { ...core, kind: 'Event', resource: 'events' },
];

/** More objects than that of one kind come in several answers. */
const PAGE = 1000;

export interface LoadQuestion {
  readonly api: KubeApi;
  /** Undefined: all. */
  readonly namespace: string | undefined;
  readonly now: number;
  readonly signal: AbortSignal;
}

interface Page {
  readonly metadata?: { readonly continue?: string };
  readonly items?: Maybe<readonly Omit<Obj, 'kind'>[]>;
}

interface Read {
  readonly source: Source;
  readonly objects: readonly Obj[];
  readonly gap?: Failure;
}

/** Reads all that a diagnosis looks at, once. What may not be read is a gap; only Services must be readable. */
export async function loadSnapshot(question: LoadQuestion): Promise<Snapshot> {
  const groups = await apiGroups(question);
  const names = new Set(groups.map(({ metadata }) => metadata.name));
  const read = await Promise.all(
    sources.map(async (source): Promise<Read> => {
      const isServed = source.group === '' || names.size === 0 || names.has(source.group);
      return isServed ? listOrGap(question, source) : { source, objects: [] };
    }),
  );
  const services = read.find(({ source }) => source.kind === 'Service');
  if (services?.gap) throw new AppError(services.gap);
  const extra = await systemObjects(question);
  const objects = [...groups, ...read.flatMap((one) => one.objects), ...extra];
  const gaps = read.flatMap(({ gap }) => gap ?? []);
  const kinds = read.filter(({ gap }) => !gap).map(({ source }) => source.kind);
  const options = { now: question.now, gaps, read: kinds };
  const first = snapshotOf(unique(objects), options);
  const others = await podsElsewhere(question, first);
  return others.length === 0 ? first : snapshotOf(unique([...objects, ...others]), options);
}

function unique(objects: readonly Obj[]): readonly Obj[] {
  const seen = new Map(
    objects.map((object) => [`${object.kind}/${object.metadata.namespace ?? ''}/${object.metadata.name}`, object]),
  );
  return [...seen.values()];
}

async function listOrGap(question: LoadQuestion, source: Source): Promise<Read> {
  const { namespace } = question;
  const isClusterScoped = source.kind === 'Node' || source.kind === 'Namespace';
  const wide = source.everywhere || namespace === undefined ? undefined : namespace;
  try {
    return { source, objects: await list(question, source, { namespace: wide }) };
  } catch (error) {
    const failure = asGap(error);
    if (failure.code === 'not-found') return { source, objects: [] };
    if (!source.everywhere || namespace === undefined) return { source, objects: [], gap: failure };
    // The wider view is a help, not a need.
    return isClusterScoped
      ? { source, objects: [], gap: failure }
      : listOrGap(question, { ...source, everywhere: false });
  }
}

/** What the server refuses or hasn't got. Everything else means that nobody could look. */
function asGap(error: unknown): Failure {
  if (!(error instanceof AppError)) throw error;
  if (error.failure.code !== 'forbidden' && error.failure.code !== 'not-found') throw error;
  return error.failure;
}

interface Scope {
  readonly namespace?: string | undefined;
  readonly query?: string;
}

async function list(
  { api, signal }: LoadQuestion,
  source: Source,
  { namespace, query = '' }: Scope,
): Promise<readonly Obj[]> {
  const { kind, resource, group, version = 'v1' } = source;
  const path = listPath({ group, resource }, namespace).replace(/\/v1\//, `/${version}/`);
  const objects: Obj[] = [];
  let token = '';
  do {
    const next = token === '' ? '' : `&continue=${encodeURIComponent(token)}`;
    const page = await api.json<Page>({
      path: `${path}?limit=${PAGE}${next}${query}`,
      verb: 'list',
      resource,
      signal,
      ...(namespace !== undefined && { namespace }),
    });
    for (const item of page.items ?? []) objects.push({ ...plainJson(item, shortPlainText), kind });
    token = page.metadata?.continue ?? '';
  } while (token !== '');
  return objects;
}

/** Which API groups are served: policies and load balancers of other makers show there. */
async function apiGroups({ api, signal }: LoadQuestion): Promise<readonly Obj[]> {
  const answer = await api
    .json<{ readonly groups?: readonly { readonly name: string }[] }>({
      path: '/apis',
      verb: 'get',
      resource: 'apis',
      signal,
    })
    .catch((error: unknown) => {
      asGap(error);
      return {};
    });
  return ('groups' in answer ? (answer.groups ?? []) : []).map(({ name }) => ({
    kind: 'APIGroup',
    metadata: { name },
  }));
}

/** The cluster's DNS and what stands in for load balancers, for Services of other namespaces. */
async function systemObjects(question: LoadQuestion): Promise<readonly Obj[]> {
  const namespace = 'kube-system';
  const wanted: readonly (readonly [Source, string])[] = [
    [{ ...core, kind: 'ConfigMap', resource: 'configmaps' }, '&fieldSelector=metadata.name%3Dcoredns'],
    ...(question.namespace === undefined
      ? []
      : ([
          [
            { group: 'discovery.k8s.io', kind: 'EndpointSlice', resource: 'endpointslices' },
            '&labelSelector=kubernetes.io%2Fservice-name%3Dkube-dns',
          ],
          [{ ...core, kind: 'Pod', resource: 'pods' }, '&labelSelector=svccontroller.k3s.cattle.io%2Fsvcname'],
          [{ ...apps, kind: 'DaemonSet', resource: 'daemonsets' }, ''],
        ] as const)),
  ];
  const found = await Promise.all(
    wanted.map(([source, query]) =>
      list(question, source, { namespace, query }).catch((error: unknown): readonly Obj[] => {
        asGap(error);
        return [];
      }),
    ),
  );
  return found.flat();
}

/** Pods of other namespaces, for those Services alone whose selector finds none in their own. */
async function podsElsewhere(question: LoadQuestion, snapshot: Snapshot): Promise<readonly Obj[]> {
  const { namespace } = question;
  if (namespace === undefined || snapshot.objects.Pod === undefined) return [];
  const facts = new ClusterFacts(snapshot);
  const lost = facts
    .in('Service', namespace)
    .filter(({ spec }) => hasNoPods(facts, { namespace, selector: spec.selector }));
  const queries = new Set(lost.map(({ spec }) => encodeURIComponent(pairs(spec.selector).join(','))));
  const source: Source = { ...core, kind: 'Pod', resource: 'pods' };
  const found = await Promise.all(
    [...queries].slice(0, 20).map((selector) =>
      list(question, source, { query: `&labelSelector=${selector}` }).catch((error: unknown): readonly Obj[] => {
        asGap(error);
        return [];
      }),
    ),
  );
  return found.flat();
}

function hasNoPods(
  facts: ClusterFacts,
  { namespace, selector }: { namespace: string; selector: Service['spec']['selector'] },
): boolean {
  return (
    selector !== undefined &&
    selector !== null &&
    Object.keys(selector).length > 0 &&
    facts.podsWith(namespace, selector).length === 0
  );
}
