import { simple } from '../harness/objects.ts';
import { del, get, merge, post, put, raw } from '../harness/scenario.ts';
import type { Ask, Scenario } from '../harness/scenario.ts';

const yaml = `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
  - port: 80
`;

/** Each is asked alone. */
const alone: Readonly<Record<string, readonly Ask[]>> = {
  'malformed JSON': [
    raw('POST', 'services', '{"apiVersion":"v1","kind":"Service"'),
    raw('POST', 'services', '{"apiVersion":"v1","kind":"Service",}'),
    raw('POST', 'services', 'nonsense'),
    raw('POST', 'services', '[]'),
    raw('POST', 'services', '"Service"'),
    raw('POST', 'services', 'null'),
    raw('POST', 'services', ''),
    raw('POST', 'services', '{}'),
    raw('POST', 'services', '{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"}} {"more":1}'),
  ],
  'malformed YAML': [
    raw('POST', 'services', 'a: b: c', 'application/yaml'),
    raw('POST', 'services', 'a:\n\t- b', 'application/yaml'),
    raw('POST', 'services', '- a', 'application/yaml'),
    raw('POST', 'services', ': :', 'application/yaml'),
  ],
  'YAML that is fine': [raw('POST', 'services', yaml, 'application/yaml')],
  'a field twice': [
    raw(
      'POST',
      'services',
      '{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},"spec":{"ports":[{"port":80,"port":81}]}}',
    ),
    raw(
      'POST',
      'services?fieldValidation=Strict',
      '{"apiVersion":"v1","kind":"Service","metadata":{"name":"b"},"spec":{"ports":[{"port":80,"port":81}]}}',
    ),
  ],
  'unknown fields': [
    post('services', simple('web', { tpye: 'NodePort', ports: [{ port: 80, taretPort: 1 }] })),
    post('services?fieldValidation=Strict', simple('b', { tpye: 'NodePort', ports: [{ port: 80, taretPort: 1 }] })),
    post('services?fieldValidation=Ignore', simple('c', { tpye: 'NodePort' })),
    post('services?fieldValidation=Nonsense', simple('d')),
  ],
  'fields of the wrong type': [
    post('services', simple('web', { ports: 80 })),
    post('services', simple('web', { ports: [{ port: '80' }] })),
    post('services', simple('web', { ports: [{ port: 80.5 }] })),
    post('services', simple('web', { type: 1 })),
    post('services', simple('web', { selector: 'app=web' })),
    post('services', simple('web', { publishNotReadyAddresses: 'yes' })),
    post('services', { apiVersion: 'v1', kind: 'Service', metadata: 'web' }),
    post('services', { apiVersion: 1, kind: 'Service', metadata: { name: 'web' } }),
  ],
  'an object of another kind': [
    post('services', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } }),
    post('services', { apiVersion: 'v1', kind: 'Srvice', metadata: { name: 'web' } }),
    post('services', { apiVersion: 'v2', kind: 'Service', metadata: { name: 'web' } }),
    post('services', { apiVersion: 'apps/v1', kind: 'Service', metadata: { name: 'web' } }),
    post('services', { kind: 'Service', metadata: { name: 'web' } }),
    post('services', { apiVersion: 'v1', metadata: { name: 'web' } }),
  ],
  'an object of another namespace': [
    post('services', { ...simple('web'), metadata: { name: 'web', namespace: 'other' } }),
  ],
  'a namespace that is not there': [
    post('/api/v1/namespaces/{ns}-none/services', simple('web')),
    get('/api/v1/namespaces/{ns}-none/services'),
    get('/api/v1/namespaces/{ns}-none/services/web'),
    del('/api/v1/namespaces/{ns}-none/services/web'),
    get('/api/v1/namespaces/{ns}-none'),
  ],
  'wrong content types': [
    raw('POST', 'services', JSON.stringify(simple('web')), 'text/plain'),
    raw('POST', 'services', JSON.stringify(simple('web')), 'application/xml'),
    raw('POST', 'services', JSON.stringify(simple('web')), 'nonsense'),
    raw('PATCH', 'services/web', '{}', 'application/json'),
    raw('PATCH', 'services/web', '{}', 'text/plain'),
    raw('PUT', 'services/web', '{}', 'application/merge-patch+json'),
    raw('DELETE', 'services/web', '{}', 'text/plain'),
  ],
  'types of answers that the server does not have': [
    get('services', { headers: { accept: 'text/html' } }),
    get('services', { headers: { accept: 'application/xml, image/png;q=0.5' } }),
    get('services', { headers: { accept: 'application/json;as=Chart;g=meta.k8s.io;v=v1' } }),
    get('services', { headers: { accept: 'application/json;as=Table;g=meta.k8s.io;v=v9' } }),
  ],
  'types of answers in turn': [
    get('services', { headers: { accept: 'text/html, */*' } }),
    get('services', { headers: { accept: 'application/json;as=Chart;g=meta.k8s.io;v=v1,application/json' } }),
  ],
  'unknown paths': [
    get('/'),
    get('/nothing'),
    get('/api/v2'),
    get('/api/v1/nothings'),
    get('/api/v1/namespaces/{ns}/nothings'),
    get('/api/v1/namespaces/{ns}/nothings/web'),
    get('/apis/nothing.example.com'),
    get('/apis/nothing.example.com/v1/things'),
    get('/apis/apps/v2/deployments'),
    get('/apis/apps/v1/services'),
    post('/apis/apps/v1/namespaces/{ns}/services', simple('web')),
    get('/api/v1/namespaces/{ns}/services/web/nothing'),
    get('/api/v1/namespaces/{ns}/services/web/log'),
  ].filter(({ path }) => path !== '/'),
  'methods that a path does not take': [
    put('services', ['ns', {}]),
    merge('services', {}),
    post('services/web', simple('web')),
    raw('TRACE', 'services', ''),
    raw('OPTIONS', 'services', ''),
    raw('PURGE', 'services', ''),
    post('/api/v1/services', simple('web')),
    post('/api/v1/namespaces/{ns}', {}),
    merge('/api/v1', {}),
  ],
  'objects that are not there': [
    get('services/gone'),
    get('pods/gone'),
    get('endpointslices/gone'),
    get('deployments/gone'),
    get('ingresses/gone'),
    get('deployments/gone/scale'),
    get('pods/gone/log'),
    del('services/gone'),
    get('/api/v1/nodes/gone'),
    get('/api/v1/namespaces/gone'),
  ],
  'names that cannot be': [get('services/Web'), get('services/%20'), get('services/a%2Fb'), del('services/Web')],
  'bad resourceVersions': [
    get('services?resourceVersion=nonsense'),
    get('services?resourceVersion=-1'),
    get('services?resourceVersion=0&resourceVersionMatch=Exact'),
    get('services?resourceVersionMatch=Exact'),
    get('services?resourceVersion=1&resourceVersionMatch=Nearly'),
    get('services?resourceVersion=999999999999'),
    get('services?watch=1&resourceVersion=nonsense'),
    get('services?watch=1&resourceVersionMatch=NotOlderThan'),
    get('services?watch=1&sendInitialEvents=true'),
    get('services/web?resourceVersion=nonsense'),
    get('services/web?resourceVersion=999999999999'),
  ],
  'bad continue tokens': [
    get('services?continue=nonsense'),
    get('services?limit=1&continue=bm9uc2Vuc2U'),
    get('services?limit=1&continue=e30'),
    get('services?limit=1&continue=eyJ2IjoidjEifQ'),
    get('services?limit=1&continue=x&resourceVersion=5'),
    get('services?watch=1&continue=x'),
  ],
  'bad limits and times': [
    get('services?limit=nonsense'),
    get('services?limit=-1'),
    get('services?timeoutSeconds=nonsense'),
    get('services?watch=nonsense&timeoutSeconds=1'),
  ],
  'bad selectors': [
    get('services?labelSelector=a%3D%3D%3Db'),
    get('services?labelSelector=a%20in%20(b'),
    get('services?labelSelector=!'),
    get('services?labelSelector=a%3Db%20c'),
    get('services?fieldSelector=metadata.name'),
    get('services?fieldSelector=spec.nothing%3Da'),
    get('pods?fieldSelector=spec.nothing%3Da'),
    get('services?fieldSelector=metadata.labels%3Da'),
  ],
  'bad dry runs and options': [
    post('services?dryRun=Some', simple('web')),
    post('services?dryRun=', simple('web')),
    post('services?fieldManager=%01', simple('web')),
    del('services/web', { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 'soon' }),
    del('services/web', { kind: 'Nonsense', apiVersion: 'v1' }),
    del('services/web?gracePeriodSeconds=soon'),
    del('services/web', { propagationPolicy: 'Sideways' }),
    del('services/web?propagationPolicy=Sideways'),
    del('services/web', { dryRun: ['Some'] }),
  ],
  'no credentials, and wrong ones': [
    get('services', { headers: { authorization: '' } }),
    get('services', { headers: { authorization: 'Bearer wrong' } }),
    get('services', { headers: { authorization: 'Basic YTpi' } }),
    get('services', { headers: { authorization: 'nonsense' } }),
    get('/version', { headers: { authorization: 'Bearer wrong' } }),
    get('/nothing', { headers: { authorization: '' } }),
    get('pods/web/log', { headers: { authorization: '' } }),
    post('services', simple('web'), { headers: { authorization: '' } }),
    del('services/web', undefined, { headers: { authorization: '' } }),
  ],
  'a body that is too large': [
    post('services', simple('web', {}, { annotations: { big: 'x'.repeat(3_200_000) } })),
    merge('services/web', { metadata: { annotations: { big: 'x'.repeat(3_200_000) } } }),
  ],
  'annotations that are too large': [
    post('services', simple('web', {}, { annotations: { big: 'x'.repeat(262_145) } })),
  ],
};

export const errors: readonly Scenario[] = Object.entries(alone).map(([name, steps]): Scenario => ({ name, steps }));
