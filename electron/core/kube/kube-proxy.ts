import { parse } from 'yaml';
import { AppError } from '../../../shared/failure.ts';
import type { KubeProxy } from '../../../shared/model/kube-proxy.ts';
import type { KubeApi } from './api.ts';

const NAMESPACE = 'kube-system';
/** Where clusters keep it: kubeadm and what is built on it, then EKS; the key of the file in its ConfigMap. */
const places = [
  { name: 'kube-proxy', key: 'config.conf' },
  { name: 'kube-proxy-config', key: 'config' },
] as const;

interface ConfigMap {
  readonly data?: Readonly<Record<string, string>>;
}

/**
 * kube-proxy's mode, from its ConfigMap; undefined where there is none, or it may not be read, or says nothing that is
 * understood: k3s and managed clusters start kube-proxy with flags, and some clusters do without it.
 */
export async function readKubeProxy(api: KubeApi, signal: AbortSignal): Promise<KubeProxy | undefined> {
  for (const { name, key } of places) {
    const text = await configOf(api, name, signal).then(({ data }) => data?.[key], unlessAnswered);
    if (text !== undefined) return parseKubeProxy(text);
  }
  return undefined;
}

function configOf(api: KubeApi, name: string, signal: AbortSignal): Promise<ConfigMap> {
  const path = `/api/v1/namespaces/${NAMESPACE}/configmaps/${name}`;
  return api.json<ConfigMap>({ path, verb: 'get', resource: 'configmaps', namespace: NAMESPACE, signal });
}

function unlessAnswered(error: unknown): undefined {
  const code = error instanceof AppError ? error.failure.code : undefined;
  if (code !== 'not-found' && code !== 'forbidden') throw error;
}

/**
 * The KubeProxyConfiguration in `text`. What it leaves out is the default: iptables, as kube-proxy takes it on Linux,
 * and IPVS's round robin.
 */
export function parseKubeProxy(text: string): KubeProxy | undefined {
  let config: unknown;
  try {
    config = parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(config) || config['kind'] !== 'KubeProxyConfiguration') return undefined;
  const mode = wordIn(config, 'mode') ?? 'iptables';
  if (mode !== 'ipvs') return { mode };
  const { ipvs } = config;
  return { mode, scheduler: (isRecord(ipvs) ? wordIn(ipvs, 'scheduler') : undefined) ?? 'rr' };
}

function wordIn(config: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const word = config[key];
  return typeof word === 'string' && word !== '' ? word : undefined;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
