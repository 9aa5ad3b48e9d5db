import { parseAllDocuments } from 'yaml';
import { isIP } from 'node:net';
import { fail } from '../../../shared/failure.ts';
import type { NewService } from '../../../shared/objects-schema.ts';
import type { ApiJson } from '../../../shared/model/exposure.ts';
import { isRecord, record } from '../json.ts';
import { applyEdit } from '../exposure/edits.ts';
import type { Target } from '../exposure/shape.ts';
import { kindOf, requireOwnKind } from './object.ts';

export const SERVICE_NAME = 'kubernetes.io/service-name';
export const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';

/** The objects that a form comes to: a Service, and an EndpointSlice per family of the addresses given. */
export function objectsOf(form: NewService, namespace: string): readonly ApiJson[] {
  const target: Target = { spec: { type: 'ClusterIP', ports: [] }, labels: {}, annotations: {} };
  applyEdit(target, {
    set: 'type',
    to: form.type,
    ...(form.externalName !== undefined && { externalName: form.externalName }),
  });
  for (const port of form.ports) applyEdit(target, { set: 'port-added', port });
  if (form.type !== 'ExternalName') applyEdit(target, { set: 'selector', value: form.selector });
  const { ports, ...spec } = target.spec;
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: form.name, namespace },
    spec: { ...spec, ...(ports?.length && { ports }) },
  };
  return [service, ...slicesOf(form, namespace)];
}

function slicesOf({ name, ports, addresses = [] }: NewService, namespace: string): readonly ApiJson[] {
  const families = ['IPv4', 'IPv6'] as const;
  // What is no address at all goes along with the first: the rules name it then.
  const familyOf = (address: string): string => (isIP(address) === 6 ? 'IPv6' : 'IPv4');
  return families.flatMap((addressType) => {
    const own = addresses.filter((address) => familyOf(address) === addressType);
    if (own.length === 0) return [];
    return [
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { name: `${name}-${addressType.toLowerCase()}`, namespace, labels: { [SERVICE_NAME]: name } },
        addressType,
        // A name stands for nothing where no Pod explains it: then the Service's port is meant.
        ports: ports.map(({ name: portName = '', port, targetPort, protocol = 'TCP' }) => ({
          name: portName,
          port: typeof targetPort === 'number' ? targetPort : port,
          protocol,
        })),
        endpoints: own.map((address) => ({ addresses: [address] })),
      },
    ];
  });
}

/** The objects in a text, in the namespace in question. Throws `invalid` with the line where it can't be read. */
export function objectsIn(text: string, namespace: string): readonly ApiJson[] {
  const documents = [...parseAllDocuments(text)];
  const wrong = documents.flatMap(({ errors }) => errors)[0];
  if (wrong) throw fail('invalid', { detail: wrong.message.split('\n')[0] ?? '' });
  const roots = documents.map((document): unknown => document.toJS()).filter((root) => root !== null);
  const objects = roots.flatMap((root) =>
    Array.isArray(record(root)['items']) ? (record(root)['items'] as unknown[]) : [root],
  );
  return objects.map((object) => placed(object, namespace));
}

function placed(object: unknown, namespace: string): ApiJson {
  if (!isRecord(object)) throw fail('invalid', { detail: 'not an object: kind, metadata and spec are missing' });
  requireOwnKind(object);
  const metadata = record(object['metadata']);
  const own = metadata['namespace'] ?? namespace;
  if (own !== namespace)
    throw fail('invalid', { detail: `${kindOf(object)}: namespace ${JSON.stringify(own)}, but this is ${namespace}` });
  const apiVersion = kindOf(object) === 'Service' ? 'v1' : 'discovery.k8s.io/v1';
  return { apiVersion, ...object, metadata: { ...metadata, namespace } };
}
