import { expect, test } from 'vitest';
import type { EndpointView } from '../../../../shared/model/endpoint.ts';
import type { ForwardView } from '../../../../shared/model/forward.ts';
import type { ServiceNames } from '../../../../shared/model/names.ts';
import { connectPlaces } from './connect-places.ts';
import { chooserWords, groupNote, leadsTo } from './names-words.ts';

const names: ServiceNames = {
  key: 'dev/shop/web',
  context: 'dev',
  namespace: 'shop',
  name: 'web',
  type: 'ClusterIP',
  headless: false,
  clusterIPs: ['10.96.4.2'],
  externalAddresses: [],
  ports: [],
  ready: 2,
  dns: {
    domain: 'c.l',
    source: 'coredns',
    podNames: 'verified',
    endpointNames: 'address',
    reverse: true,
    ttl: 30,
  },
  records: [],
  env: [],
  pods: { running: 0, without: [] },
  nodes: [],
  namesakes: ['game'],
  gaps: [],
};
const port = { name: 'http', protocol: 'TCP', port: 80, targetPort: 'web', nodePort: 30080 } as const;
const nothing = { forward: undefined, endpoints: [] };
const lines = (over: Partial<ServiceNames>, around: Parameters<typeof connectPlaces>[2] = nothing) =>
  connectPlaces({ ...names, ...over }, port, around).map(({ place, snippets }) => [place, snippets[0]?.text]);

test('a Service is reached by its name, through its forward, the first node that answers, and its own address', () => {
  const forward = { spec: {}, local: { port: 8080 } } as ForwardView;
  const nodes = [
    { node: 'a', address: '10.0.0.1', answers: false },
    { node: 'b', address: '10.0.0.2', answers: true },
  ];
  expect(lines({ nodes, externalAddresses: ['203.0.113.1'] }, { ...nothing, forward })).toEqual([
    ['cluster', 'curl http://web.shop.svc/'],
    ['forward', 'curl http://localhost:8080/'],
    ['node', 'curl http://10.0.0.2:30080/'],
    ['outside', 'curl http://203.0.113.1/'],
  ]);
  expect(lines({ nodes: nodes.slice(0, 1) })).toEqual([['cluster', 'curl http://web.shop.svc/']]);
});

test('without a cluster IP the port is that of the endpoints, for nobody translates it', () => {
  const endpoint = { ready: true, ports: [{ name: 'http', port: 8080, protocol: 'TCP' }] } as unknown as EndpointView;
  const around = { ...nothing, endpoints: [endpoint] };
  expect(lines({ headless: true }, around)).toEqual([['cluster', 'curl http://web.shop.svc:8080/']]);
  expect(lines({}, around)).toEqual([['cluster', 'curl http://web.shop.svc/']]);
});

test('says who chooses the endpoint with this Service’s own values', () => {
  expect(chooserWords(names)[0]).toMatch(/^Server-side.*web\.shop.*10\.96\.4\.2.*2 now/);
  expect(chooserWords({ ...names, headless: true })[0]).toMatch(/^Client-side.*2 now.*30 s/);
  expect(chooserWords({ ...names, externalName: 'db.example.org' })).toEqual([
    expect.stringMatching(/^Neither.*db\.example\.org/),
  ]);
});

test('a short name leads to a namesake or nowhere from elsewhere', () => {
  const form = { form: 'short', text: 'web', means: 'web.game.svc.c.l', works: false, asked: [] } as const;
  expect(leadsTo(form, 'game', names)).toBe('another Service: web.game.svc.c.l');
  expect(leadsTo(form, 'other', names)).toContain('no such name');
  expect(leadsTo({ ...form, works: true }, 'shop', names)).toBe('this Service');
});

test('says why a name is not there, and what is not known of the DNS', () => {
  expect(groupNote('service', { ...names, absent: 'none-ready' })).toContain('NXDOMAIN');
  expect(groupNote('pod', { ...names, dns: { ...names.dns, source: 'assumed' } })).toContain('could not be read');
  expect(groupNote('pod', { ...names, dns: { ...names.dns, podNames: 'disabled' } })).toContain('no names');
  expect(groupNote('pod', names)).toBeUndefined();
});
