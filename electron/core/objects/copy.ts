import type { ApiJson } from '../../../shared/model/exposure.ts';
import { list, record } from '../json.ts';
import { bareObject, nameOf } from './object.ts';
import { MANAGED_BY, SERVICE_NAME } from './manifest.ts';

/** Marks of those who would take the copy for their own, and delete or overwrite it. */
const OWNERS = /^(argocd\.argoproj\.io|kustomize\.toolkit\.fluxcd\.io|helm\.toolkit\.fluxcd\.io|meta\.helm\.sh)\//;
const OWNER_KEYS: ReadonlySet<string> = new Set([
  'app.kubernetes.io/managed-by',
  'kubectl.kubernetes.io/last-applied-configuration',
]);

/** A Service and its own EndpointSlices under another name: all that there can be only once is left out. */
export function copyOf(service: ApiJson, slices: readonly ApiJson[], name: string): readonly ApiJson[] {
  const { clusterIP, clusterIPs, healthCheckNodePort: _, loadBalancerIP: _ip, ...spec } = record(service['spec']);
  const ports = list(spec['ports']).map((port) => {
    const { nodePort: _own, ...rest } = record(port);
    return rest;
  });
  const copy = renamed(service, name);
  const bare = {
    ...copy,
    spec: { ...spec, ...(clusterIP === 'None' && { clusterIP, clusterIPs }), ...(ports.length > 0 && { ports }) },
  };
  return [bare, ...slices.filter(isManual).map((slice) => ofService(slice, nameOf(service), name))];
}

/** Whether people keep it, and no controller. */
export function isManual(slice: ApiJson): boolean {
  const manager = record(record(slice['metadata'])['labels'])[MANAGED_BY];
  return typeof manager !== 'string' || !manager.endsWith('.k8s.io');
}

function ofService(slice: ApiJson, from: string, to: string): ApiJson {
  const own = nameOf(slice);
  const copy = renamed(slice, own.startsWith(from) ? `${to}${own.slice(from.length)}` : `${to}-${own}`);
  const metadata = record(copy['metadata']);
  return { ...copy, metadata: { ...metadata, labels: { ...record(metadata['labels']), [SERVICE_NAME]: to } } };
}

function renamed(object: ApiJson, name: string): ApiJson {
  const bare = bareObject(object);
  const { labels, annotations, ...metadata } = record(bare['metadata']);
  const [own, notes] = [kept(labels), kept(annotations)];
  return {
    ...bare,
    metadata: {
      ...metadata,
      name,
      ...(Object.keys(own).length > 0 && { labels: own }),
      ...(Object.keys(notes).length > 0 && { annotations: notes }),
    },
  };
}

function kept(words: unknown): ApiJson {
  return Object.fromEntries(Object.entries(record(words)).filter(([key]) => !OWNERS.test(key) && !OWNER_KEYS.has(key)));
}
