import { expect, test } from 'vitest';
import type { ServicePort, ServiceRow } from '../../../shared/model/service.ts';
import { serviceRow } from '../testing/forward-samples.ts';
import { contextLabel, hostOf, readHost, type Known } from './gateway-host.ts';
import { nearNames } from './near-names.ts';

const tcp = (port: number, name: string): ServicePort => ({ protocol: 'TCP', port, targetPort: port, name });
const row = (context: string, name: string, over: Partial<ServiceRow> = {}): ServiceRow =>
  serviceRow({ key: `${context}/shop/${name}`, context, name, ...over });
const ports = [tcp(9090, 'metrics'), tcp(80, 'http')];
const known: Known = {
  rows: [
    row('dev', 'web', { ports }),
    row('prod', 'web', { ports }),
    row('dev', 'api', { ports }),
    row('dev', 'http--api', { ports: [tcp(7000, 'http')] }),
    row('dev', 'out', { type: 'ExternalName', externalName: 'x.example', ports: [] }),
    row('dev', 'dns', { ports: [{ protocol: 'UDP', port: 53, targetPort: 53 }] }),
  ],
  labels: new Map([
    ['dev', 'dev'],
    ['prod', 'prod'],
  ]),
};

test.each([
  ['api.shop.localhost:7080', 'dev/shop/api', 80],
  ['API.Shop.Localhost', 'dev/shop/api', 80],
  ['api.shop.localhost.:7080', 'dev/shop/api', 80],
  ['metrics--api.shop.localhost', 'dev/shop/api', 9090],
  ['9090--api.shop.localhost', 'dev/shop/api', 9090],
  ['web.shop.prod.localhost', 'prod/shop/web', 80],
  ['metrics--web.shop.dev.localhost', 'dev/shop/web', 9090],
  ['http--api.shop.localhost', 'dev/shop/http--api', 7000],
  ['http--http--api.shop.localhost', 'dev/shop/http--api', 7000],
])('%s is %s on port %i', (host, key, port) => {
  expect(readHost(host, known)).toMatchObject({ kind: 'service', row: { key }, port: { port } });
});

test.each(['localhost', 'localhost:7080', '127.0.0.1:7080', '[::1]:7080'])('%s is the list', (host) => {
  expect(readHost(host, known)).toEqual({ kind: 'index' });
});

test.each([
  ['evil.example', 'gateway-host', []],
  ['api.shop.localhost.evil.example', 'gateway-host', []],
  ['evillocalhost', 'gateway-host', []],
  ['', 'gateway-host', []],
  ['apy.shop.localhost', 'gateway-unknown', ['api.shop.localhost', 'dns.shop.localhost', 'out.shop.localhost']],
  ['qqqqqqqqqqqq.qqqqqqqqqqqq.localhost', 'gateway-unknown', []],
  ['.localhost', 'gateway-unknown', []],
  ['web.shop.localhost', 'gateway-ambiguous', ['web.shop.dev.localhost', 'web.shop.prod.localhost']],
  ['out.shop.localhost', 'forward-external', []],
  ['dns.shop.localhost', 'forward-protocol', []],
  ['nope--api.shop.localhost', 'service-without-port', []],
  ['1--api.shop.localhost', 'service-without-port', []],
])('%s is refused: %s', (host, code, near) => {
  expect(readHost(host, known)).toMatchObject({ kind: 'refused', failure: { code }, near });
});

test('a host names its context only where another cluster has the same Service', () => {
  expect(known.rows.map((one) => hostOf(one, known))).toEqual([
    'web.shop.dev.localhost',
    'web.shop.prod.localhost',
    'api.shop.localhost',
    'http--api.shop.localhost',
    'out.shop.localhost',
    'dns.shop.localhost',
  ]);
});

test.each([
  ['prod-eu', 'prod-eu'],
  ['admin@Prod_EU', 'admin-prod-eu'],
  ['arn:aws:eks:eu-west-1:123:cluster/x', 'arn-aws-eks-eu-west-1-123-cluster-x'],
  ['프로덕션', 'context'],
])('the context %s is called %s', (name, label) => {
  expect(contextLabel(name)).toBe(label);
});

test('near names come the closest first, and none that has little to do with it', () => {
  expect(nearNames('wep', ['web', 'wap', 'database', 'step'])).toEqual(['wap', 'web', 'step']);
  expect(nearNames('web', ['postgres'])).toEqual([]);
});
