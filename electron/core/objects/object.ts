import { fail } from '../../../shared/failure.ts';
import type { ApiJson } from '../../../shared/model/exposure.ts';
import type { Place } from '../../../shared/model/objects.ts';
import { record, text } from '../json.ts';

/** The kinds that are made and deleted from here, as the API serves them. */
const kinds: Readonly<Record<string, { readonly group: string; readonly resource: string }>> = {
  Service: { group: '', resource: 'services' },
  EndpointSlice: { group: 'discovery.k8s.io', resource: 'endpointslices' },
  Ingress: { group: 'networking.k8s.io', resource: 'ingresses' },
  HTTPRoute: { group: 'gateway.networking.k8s.io', resource: 'httproutes' },
};

export const kindOf = (object: ApiJson): string => text(object['kind']);
export const nameOf = (object: ApiJson): string => text(record(object['metadata'])['name']);

export function resourceOf(object: ApiJson): { readonly group: string; readonly resource: string } {
  const kind = kinds[kindOf(object)];
  if (!kind) throw fail('invalid', { detail: `${kindOf(object) || '?'}: not a kind that is made here` });
  return kind;
}

/** Fails for what nobody may write by hand here: all but Services and EndpointSlices. */
export function requireOwnKind(object: ApiJson): void {
  const kind = kindOf(object);
  if (kind === 'Service' || kind === 'EndpointSlice') return;
  throw fail('invalid', { detail: `${kind || '?'}: neither a Service nor an EndpointSlice` });
}

/** An object's own namespace, or the one in question. */
export function namespaceOf(object: ApiJson, { namespace }: Pick<Place, 'namespace'>): string {
  return text(record(object['metadata'])['namespace']) || namespace;
}

/** Where objects of its kind are. */
export function pathOf(object: ApiJson, { namespace }: Pick<Place, 'namespace'>): string {
  const { group, resource } = resourceOf(object);
  const root = group === '' ? '/api/v1' : `/apis/${group}/v1`;
  return `${root}/namespaces/${encodeURIComponent(namespace)}/${resource}`;
}

/** What people write, without what the server adds. */
export function bareObject(object: ApiJson): ApiJson {
  const { status: _, ...rest } = object;
  const { name, namespace, labels, annotations } = record(object['metadata']);
  const kept = {
    name,
    namespace,
    ...(labels !== undefined && { labels }),
    ...(annotations !== undefined && { annotations }),
  };
  return { ...rest, metadata: kept };
}
