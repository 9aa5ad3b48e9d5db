import { expect, it } from 'vitest';
import { madePod, madeService } from '../testing/made-objects.ts';
import { wantedSubsets } from './endpoints.ts';
import { mirroredSlices } from './mirrored-slices.ts';

const HTTP = { name: 'http', port: 80, targetPort: 'http' };
const READY = madePod('web-1', { ip: '10.64.1.1' });
const UNREADY = madePod('web-2', { ip: '10.64.1.2', ready: false });
const LEAVING = madePod('web-3', { ip: '10.64.1.3', deleted: true });
const OTHER = madePod('web-4', { ip: '10.64.1.4', ports: [{ name: 'http', containerPort: 9_000 }] });
const WITHOUT = madePod('web-5', { ip: '10.64.1.5', ports: [] });

function told(...args: Parameters<typeof wantedSubsets>): unknown {
  return wantedSubsets(...args).map(({ addresses = [], notReadyAddresses = [], ports = [] }) => ({
    ready: addresses.map(({ ip }) => ip),
    unready: notReadyAddresses.map(({ ip }) => ip),
    ports: ports.map(({ name, port }) => `${name ?? '-'} ${port}`),
  }));
}

it('tells ready from unready, leaves out who leaves, and groups by what the ports come to', () => {
  expect(told(madeService([HTTP]), [OTHER, LEAVING, UNREADY, READY, WITHOUT])).toEqual([
    { ready: ['10.64.1.1'], unready: ['10.64.1.2'], ports: ['http 8080'] },
    { ready: ['10.64.1.4'], unready: [], ports: ['http 9000'] },
  ]);
});

it('shares a subset between ports that have the same addresses, and no others', () => {
  const service = madeService([
    HTTP,
    { name: 'more', port: 81, targetPort: 8081 },
    { name: 'few', port: 82, targetPort: 'few' },
  ]);
  const both = [
    { name: 'http', containerPort: 8080 },
    { name: 'few', containerPort: 8082 },
  ];
  expect(told(service, [READY, madePod('web-6', { ip: '10.64.1.6', ports: both })])).toEqual([
    { ready: ['10.64.1.1', '10.64.1.6'], unready: [], ports: ['http 8080', 'more 8081'] },
    { ready: ['10.64.1.6'], unready: [], ports: ['few 8082'] },
  ]);
});

it('publishes who is not ready, and who leaves, when it is told to', () => {
  const service = madeService([{ port: 80 }], { publishNotReadyAddresses: true });
  expect(told(service, [UNREADY, LEAVING])).toEqual([
    { ready: ['10.64.1.2', '10.64.1.3'], unready: [], ports: ['- 80'] },
  ]);
});

it('lists addresses without ports for a headless Service without ports', () => {
  expect(told(madeService([], { clusterIP: 'None' }), [READY])).toEqual([
    { ready: ['10.64.1.1'], unready: [], ports: [] },
  ]);
});

it('mirrors hand-made addresses, each family in its own slices', () => {
  const metadata = { name: 'hand', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-11-21T10:00:00Z' };
  const slices = mirroredSlices({
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata,
    subsets: [
      {
        addresses: [{ ip: '203.0.113.5', hostname: 'h1' }, { ip: 'fd00::5' }],
        notReadyAddresses: [{ ip: '203.0.113.7', nodeName: 'node-1' }],
        ports: [{ port: 3306 }],
      },
    ],
  });
  const ports = [{ name: '', port: 3306, protocol: 'TCP' }];
  expect(slices).toEqual([
    {
      addressType: 'IPv4',
      ports,
      endpoints: [
        { addresses: ['203.0.113.5'], conditions: { ready: true }, hostname: 'h1' },
        { addresses: ['203.0.113.7'], conditions: { ready: false }, nodeName: 'node-1' },
      ],
    },
    { addressType: 'IPv6', ports, endpoints: [{ addresses: ['fd00::5'], conditions: { ready: true } }] },
  ]);
});
