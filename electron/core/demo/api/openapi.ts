import { apiVersionOf, resources } from '../../api-rules/resources.ts';
import { groups } from './discovery.ts';

/**
 * An empty document in protobuf. kubectl looks into the old format for kinds that the new one does not name, such as a
 * `List` in a file, and leaves those unchecked that it finds in neither.
 */
export const NO_OPENAPI_V2 = { type: 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf', text: '' };

/**
 * OpenAPI as far as kubectl needs it: it looks here whether the server checks fields itself (`fieldValidation`), so
 * that it need not. No schemas: `kubectl explain` has nothing to explain.
 */
export function openApi(path: string): object | undefined {
  const documents = ['api/v1', ...groups.map((group) => `apis/${group}/v1`)];
  if (path === '/openapi/v3')
    return {
      paths: Object.fromEntries(documents.map((one) => [one, { serverRelativeURL: `/openapi/v3/${one}?hash=1` }])),
    };
  const [, group = ''] = /^\/openapi\/v3\/(?:api|apis\/([^/]+))\/v1$/.exec(path) ?? [];
  if (!documents.some((one) => path === `/openapi/v3/${one}`)) return undefined;
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.36.3' },
    paths: Object.fromEntries(resources.filter((one) => one.group === group).map(pathOf)),
    components: { schemas: {} },
  };
}

function pathOf({ group, plural, kind, namespaced }: (typeof resources)[number]): [string, object] {
  const root = group === '' ? '/api/v1' : `/apis/${apiVersionOf({ group })}`;
  const parameters = ['dryRun', 'fieldManager', 'fieldValidation'].map((name) => ({
    name,
    in: 'query',
    schema: { type: 'string', uniqueItems: true },
  }));
  const operation = {
    parameters,
    responses: { 200: { description: 'OK' } },
    'x-kubernetes-group-version-kind': { group, kind, version: 'v1' },
  };
  const verbs = ['get', 'put', 'post', 'patch', 'delete'];
  return [
    `${root}${namespaced ? '/namespaces/{namespace}' : ''}/${plural}/{name}`,
    Object.fromEntries(verbs.map((verb) => [verb, { ...operation, 'x-kubernetes-action': verb }])),
  ];
}
