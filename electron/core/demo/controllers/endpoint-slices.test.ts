import { describe, expect, it } from 'vitest';
import type { Node, Service } from '../shapes.ts';
import { madePod, madeService, type MadePod } from '../testing/made-objects.ts';
import { sliceLabels, wantedSlices } from './endpoint-slices.ts';

const HTTP = { name: 'http', port: 80, targetPort: 'http' };
const nodes = new Map<string, Node>(
  ['a', 'b'].map((zone, index) => {
    const name = `node-${index + 1}`;
    const metadata = { name, uid: name, resourceVersion: '1', creationTimestamp: '2026-11-21T10:00:00Z' };
    const labels = { 'topology.kubernetes.io/zone': `zone-${zone}` };
    return [name, { apiVersion: 'v1', kind: 'Node', metadata: { ...metadata, labels } }];
  }),
);

describe('which pods are endpoints, and in what condition', () => {
  const rows: readonly (readonly [string, MadePod, Partial<Service['spec']>, string])[] = [
    ['ready', {}, {}, 'ready serving'],
    ['not ready', { ready: false }, {}, 'unready'],
    ['leaving while ready', { deleted: true }, {}, 'serving terminating'],
    ['leaving, not ready', { deleted: true, ready: false }, {}, 'terminating'],
    ['succeeded', { phase: 'Succeeded' }, {}, 'none'],
    ['failed', { phase: 'Failed' }, {}, 'none'],
    ['without address', { ip: undefined, phase: 'Pending' }, {}, 'none'],
    ['pending with an address', { phase: 'Pending', ready: false }, {}, 'unready'],
    ['published though not ready', { ready: false }, { publishNotReadyAddresses: true }, 'ready'],
    ['published though leaving', { deleted: true }, { publishNotReadyAddresses: true }, 'ready serving terminating'],
    ['on a node that is gone', { node: 'node-9' }, {}, 'none'],
    ['on a node that is gone, published', { node: 'node-9' }, { publishNotReadyAddresses: true }, 'ready serving'],
    ['without an address of the family', {}, { ipFamilies: ['IPv6'] }, 'none'],
  ];
  it.each(rows)('%s', (_name, pod, spec, expected) => {
    const [slices] = wantedSlices(madeService([HTTP], spec), [madePod('web-1', pod)], nodes);
    const [endpoint] = slices?.endpoints ?? [];
    const conditions = Object.entries(endpoint?.conditions ?? {}).flatMap(([key, value]) => (value ? key : []));
    expect(endpoint ? conditions.join(' ') || 'unready' : 'none').toBe(expected);
  });
});

describe('what the ports come to', () => {
  const portsOf = (service: Service, ...pods: readonly MadePod[]): unknown => {
    const made = pods.map((pod, index) => madePod(`web-${index + 1}`, pod));
    return wantedSlices(service, made, nodes).map(({ ports, endpoints }) => [
      ports.map(({ name, port, protocol }) => `${name} ${port} ${protocol}`).join(),
      endpoints.length,
    ]);
  };
  it('takes a number as it is, declared or not', () => {
    expect(portsOf(madeService([{ port: 80, targetPort: 9_999 }]), {})).toEqual([[' 9999 TCP', 1]]);
  });
  it('takes the port itself when there is no targetPort', () => {
    expect(portsOf(madeService([{ port: 80 }]), {})).toEqual([[' 80 TCP', 1]]);
  });
  it('makes a group of each number that a name stands for', () => {
    const other = { ports: [{ name: 'http', containerPort: 9_000 }] };
    expect(portsOf(madeService([HTTP]), {}, other, {})).toEqual([
      ['http 8080 TCP', 2],
      ['http 9000 TCP', 1],
    ]);
  });
  it('keeps a pod that has no such port, without it', () => {
    const service = madeService([HTTP, { name: 'metrics', port: 9_090, targetPort: 'metrics' }]);
    expect(portsOf(service, {})).toEqual([['http 8080 TCP', 1]]);
    expect(portsOf(madeService([{ port: 80, targetPort: 'web' }]), {})).toEqual([['', 1]]);
  });
  it('does not take a name of another protocol', () => {
    const udp = { ports: [{ name: 'http', containerPort: 8_080, protocol: 'UDP' as const }] };
    expect(portsOf(madeService([HTTP]), udp)).toEqual([['', 1]]);
  });
  it('looks into sidecars, but not into other init containers', () => {
    const init = (restartPolicy?: string): MadePod => ({
      ports: [],
      spec: {
        initContainers: [
          {
            name: 'side',
            image: 'x:1',
            ports: [{ name: 'http', containerPort: 7_000 }],
            ...(restartPolicy !== undefined && { restartPolicy }),
          },
        ],
      },
    });
    expect(portsOf(madeService([HTTP]), init('Always'), init())).toEqual([
      ['http 7000 TCP', 1],
      ['', 1],
    ]);
  });
  it('publishes a group without ports and endpoints when there is nothing', () => {
    expect(portsOf(madeService([HTTP]))).toEqual([['', 0]]);
  });
});

it('says where an endpoint is and what it stands for', () => {
  const pod = madePod('db-0', { node: 'node-2', spec: { hostname: 'db-0', subdomain: 'web' } });
  expect(wantedSlices(madeService([HTTP]), [pod], nodes)[0]?.endpoints).toEqual([
    {
      addresses: ['10.64.1.5'],
      conditions: { ready: true, serving: true, terminating: false },
      hostname: 'db-0',
      nodeName: 'node-2',
      targetRef: { kind: 'Pod', namespace: 'shop', name: 'db-0', uid: 'uid-db-0' },
      zone: 'zone-b',
    },
  ]);
});

it('has no host name for a pod of another subdomain', () => {
  const pod = madePod('db-0', { spec: { hostname: 'db-0', subdomain: 'other' } });
  expect(wantedSlices(madeService([HTTP]), [pod], nodes)[0]?.endpoints[0]).not.toHaveProperty('hostname');
});

it.each([
  ['PreferClose', { forZones: [{ name: 'zone-a' }] }],
  ['PreferSameNode', { forNodes: [{ name: 'node-1' }], forZones: [{ name: 'zone-a' }] }],
])('hints at zones and nodes for trafficDistribution %s', (trafficDistribution, hints) => {
  const service = madeService([HTTP], { trafficDistribution });
  const pods = [madePod('web-1'), madePod('web-2', { ready: false })];
  expect(wantedSlices(service, pods, nodes)[0]?.endpoints.map((one) => one['hints'])).toEqual([hints, undefined]);
});

describe('labels', () => {
  const headless = madeService([HTTP], { clusterIP: 'None' });
  it('copies those of the Service and marks slices of headless ones', () => {
    expect(sliceLabels(headless, undefined)).toEqual({
      app: 'web',
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      'kubernetes.io/service-name': 'web',
      'service.kubernetes.io/headless': '',
    });
  });
  it('leaves the mark of a Service that is headless no more, until its own labels change', () => {
    const marked = sliceLabels(headless, undefined);
    const normal = madeService([HTTP]);
    expect(sliceLabels(normal, marked)).toBe(marked);
    const changed = { ...normal, metadata: { ...normal.metadata, labels: { app: 'web', tier: 'front' } } };
    expect(sliceLabels(changed, marked)).not.toHaveProperty(['service.kubernetes.io/headless']);
  });
});
