import { expect, test } from 'vitest';
import { endpointView, serviceRow } from '../testing/forward-samples.ts';
import { resolveName, type Names } from './cluster-name.ts';

const ports = [{ protocol: 'TCP' as const, port: 80, targetPort: 8080 }];
const row = (context: string, name: string, clusterIPs: readonly string[]) =>
  serviceRow({ key: `${context}/shop/${name}`, context, name, clusterIPs, ports });
const names: Names = {
  rows: [
    row('dev', 'web', ['10.96.0.1', 'fd00::1']),
    row('dev', 'db', ['None']),
    row('dev', 'api', ['10.96.0.2']),
    row('prod', 'api', ['10.97.0.2']),
  ],
  labels: new Map([
    ['dev', 'dev'],
    ['prod', 'prod-eu'],
  ]),
  endpointsOf: ({ name }) => (name === 'db' ? [endpointView('db-0', { hostname: 'db-0' }), endpointView('db-1')] : []),
};

test.each([
  ['web.shop', 'dev/shop/web', undefined],
  ['WEB.shop.svc', 'dev/shop/web', undefined],
  ['web.shop.svc.cluster.local', 'dev/shop/web', undefined],
  ['web.shop.svc.cluster.local.', 'dev/shop/web', undefined],
  ['10.96.0.1', 'dev/shop/web', undefined],
  ['fd00::1', 'dev/shop/web', undefined],
  ['db-0.db.shop.svc.cluster.local', 'dev/shop/db', 'db-0'],
  ['db-0.db.shop', 'dev/shop/db', 'db-0'],
  ['api.shop.svc.cluster.local.prod-eu', 'prod/shop/api', undefined],
  ['api.shop.dev', 'dev/shop/api', undefined],
  ['web.shop.dev', 'dev/shop/web', undefined],
])('%s is %s, pod %s', (host, key, pod) => {
  expect(resolveName({ host, port: 80 }, names)).toMatchObject({ row: { key }, ...(pod !== undefined && { pod }) });
});

test.each([
  ['example.com', 80, 'host-unreachable'],
  ['8.8.8.8', 80, 'host-unreachable'],
  ['None', 80, 'host-unreachable'],
  ['localhost', 80, 'host-unreachable'],
  ['', 80, 'host-unreachable'],
  ['web', 80, 'host-unreachable'],
  ['db-1.db.shop', 80, 'host-unreachable'],
  ['x.db-0.db.shop', 80, 'host-unreachable'],
  ['web.shop.prod-eu', 80, 'host-unreachable'],
  ['web.shop', 22, 'not-allowed'],
  ['api.shop', 80, 'not-allowed'],
])('%s port %i is refused: %s', (host, port, reply) => {
  expect(resolveName({ host, port }, names)).toBe(reply);
});
