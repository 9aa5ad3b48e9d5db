import { parse } from 'yaml';
import { AppError, type Failure } from '../../../shared/failure.ts';
import type { ClusterDns } from '../../../shared/model/names.ts';
import type { KubeApi, KubeRequest } from '../kube/api.ts';
import { parseCorefile } from './corefile.ts';

export interface ClusterNode {
  readonly name: string;
  /** The one to reach it by from outside first. */
  readonly addresses: readonly string[];
}

/** What names rest on besides Services, slices and Pods. It changes seldom, and is read, not watched. */
export interface Surroundings {
  readonly dns: ClusterDns;
  readonly nodes: readonly ClusterNode[];
  /** What could not be read for want of rights. */
  readonly gaps: readonly Failure[];
}

interface Asker {
  readonly api: KubeApi;
  readonly signal: AbortSignal;
}

/** Where installers put CoreDNS's configuration. */
const COREFILES = [
  'kube-system/coredns',
  'kube-system/rke2-coredns-rke2-coredns',
  'openshift-dns/dns-default',
] as const;

/** What CoreDNS does when its configuration is as installers write it. */
const usual = { podNames: 'insecure', endpointNames: 'address', reverse: true, ttl: 30 } as const;

/** More nodes than that are not read: they are named as examples. */
const NODES = 100;

/** Rejects when nobody could ask; what the server refuses or hasn't got only makes the answer poorer. */
export async function readSurroundings(asker: Asker): Promise<Surroundings> {
  const gaps: Failure[] = [];
  const [nodes, written] = await Promise.all([readNodes(asker, gaps), writtenDns(asker)]);
  return { dns: written ?? (await runningDns(asker, nodes)), nodes, gaps };
}

const KUBELET = 'kube-system/kubelet-config';

/** The domain from who serves it, else from who tells Pods of it: all are asked at once, for a page waits. */
async function writtenDns(asker: Asker): Promise<ClusterDns | undefined> {
  const [kubelet, ...corefiles] = await Promise.all([KUBELET, ...COREFILES].map((place) => configMap(asker, place)));
  for (const [index, place] of COREFILES.entries()) {
    const text = corefiles[index]?.['Corefile'];
    const found = text === undefined ? undefined : parseCorefile(text);
    if (found) return { ...found, source: 'coredns', object: `configmap/${place}` };
  }
  const domain = clusterDomain(parseYaml(kubelet?.['kubelet']));
  return domain === undefined
    ? undefined
    : { ...usual, domain, source: 'kubelet-config', object: `configmap/${KUBELET}` };
}

/** The domain that a kubelet runs with, else the usual one. */
async function runningDns(asker: Asker, [node]: readonly ClusterNode[]): Promise<ClusterDns> {
  const domain = node && (await kubeletDomain(asker, node.name));
  return node && domain !== undefined
    ? { ...usual, domain, source: 'kubelet', object: `node/${node.name}` }
    : { ...usual, domain: 'cluster.local', source: 'assumed' };
}

async function configMap(asker: Asker, place: string): Promise<Readonly<Record<string, string>> | undefined> {
  const [namespace = '', name = ''] = place.split('/');
  const found = await unlessRefused<{ readonly data?: Readonly<Record<string, string>> }>(asker, {
    path: `/api/v1/namespaces/${namespace}/configmaps/${name}`,
    verb: 'get',
    resource: 'configmaps',
    namespace,
  });
  return found?.data;
}

async function kubeletDomain(asker: Asker, node: string): Promise<string | undefined> {
  const config = await unlessRefused<{ readonly kubeletconfig?: unknown }>(asker, {
    path: `/api/v1/nodes/${encodeURIComponent(node)}/proxy/configz`,
    verb: 'get',
    resource: 'nodes/proxy',
  });
  return clusterDomain(config?.kubeletconfig);
}

function clusterDomain(config: unknown): string | undefined {
  if (typeof config !== 'object' || config === null || !('clusterDomain' in config)) return undefined;
  const { clusterDomain: domain } = config;
  return typeof domain === 'string' && domain !== '' ? domain.replace(/\.$/, '') : undefined;
}

function parseYaml(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : parse(text);
  } catch {
    // Somebody else's file: what can't be read says nothing.
    return undefined;
  }
}

interface NodeList {
  readonly items?: readonly {
    readonly metadata: { readonly name: string };
    readonly status?: { readonly addresses?: readonly { readonly type: string; readonly address: string }[] };
  }[];
}

async function readNodes(asker: Asker, gaps: Failure[]): Promise<readonly ClusterNode[]> {
  const request = { path: `/api/v1/nodes?limit=${NODES}`, verb: 'list', resource: 'nodes' };
  const list = await unlessRefused<NodeList>(asker, request, (failure) => gaps.push(failure));
  return (list?.items ?? []).map(({ metadata, status }) => ({
    name: metadata.name,
    addresses: ['ExternalIP', 'InternalIP', 'Hostname'].flatMap((type) =>
      (status?.addresses ?? []).filter((one) => one.type === type).map(({ address }) => address),
    ),
  }));
}

interface ManagedService {
  readonly metadata: {
    readonly creationTimestamp: string;
    readonly managedFields?: readonly {
      readonly time?: string;
      readonly subresource?: string;
      readonly fieldsV1?: Readonly<Record<string, unknown>>;
    }[];
  };
}

/** When the Service's spec was last written to after it was made, in ms of the epoch; undefined where never, or unknown. */
export async function specChanged(asker: Asker, { namespace, name }: { namespace: string; name: string }) {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/services/${encodeURIComponent(name)}`;
  const service = await unlessRefused<ManagedService>(asker, { path, verb: 'get', resource: 'services', namespace });
  return service && lastSpecWrite(service);
}

export function lastSpecWrite({ metadata }: ManagedService): number | undefined {
  const writes = (metadata.managedFields ?? [])
    .filter(({ fieldsV1, subresource }) => (subresource ?? '') === '' && fieldsV1?.['f:spec'] !== undefined)
    .map(({ time }) => Date.parse(time ?? ''))
    .filter((time) => time > Date.parse(metadata.creationTimestamp));
  return writes.length === 0 ? undefined : Math.max(...writes);
}

/** Undefined where the server refuses, hasn't got it, or can't reach who has. */
async function unlessRefused<T>(
  { api, signal }: Asker,
  request: Omit<KubeRequest, 'signal'>,
  onRefusal: (failure: Failure) => void = () => undefined,
): Promise<T | undefined> {
  try {
    return await api.json<T>({ ...request, signal });
  } catch (error) {
    if (!(error instanceof AppError) || !REFUSALS.has(error.failure.code)) throw error;
    if (error.failure.code === 'forbidden') onRefusal(error.failure);
    return undefined;
  }
}

const REFUSALS: ReadonlySet<Failure['code']> = new Set(['forbidden', 'not-found', 'server-error']);
