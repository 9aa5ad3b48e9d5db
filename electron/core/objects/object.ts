import { fail } from '../../../shared/failure.ts';
import type { ApiJson } from '../../../shared/model/exposure.ts';
import type { Place } from '../../../shared/model/objects.ts';
import { record, text } from '../json.ts';

/** The kinds that are made and deleted from here, as the API serves them. */
const kinds: Readonly<Record<string, { readonly group: string; readonly resource: string }>> = {
  Service: { group: '', resource: 'services' },
  EndpointSlice: { group: 'discovery.k8s.io', resource: 'endpointslices' },
};

export const kindOf = (object: ApiJson): string => text(object['kind']);
export const nameOf = (object: ApiJson): string => text(record(object['metadata'])['name']);

export function resourceOf(object: ApiJson): { readonly group: string; readonly resource: string } {
  const kind = kinds[kindOf(object)];
  if (!kind) throw fail('invalid', { detail: `${kindOf(object) || '?'}: neither a Service nor an EndpointSlice` });
  return kind;
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
