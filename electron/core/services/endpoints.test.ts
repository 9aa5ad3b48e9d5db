import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SliceEndpoint } from '../kube/objects.ts';
import { podEndpoint, webPod, webSlice } from '../testing/service-samples.ts';
import { countEndpoints, endpointViews } from './endpoints.ts';
import { podView } from './pod.ts';

describe('endpointViews', () => {
  test('takes missing conditions as ready, serving and not terminating', () => {
    for (const endpoint of [{ addresses: ['192.0.2.1'] }, { addresses: ['192.0.2.1'], conditions: {} }]) {
      expect(endpointViews([webSlice('by-hand', [endpoint])])).toMatchObject([
        { key: '192.0.2.1', ready: true, serving: true, terminating: false },
      ]);
    }
  });

  test('carries the topology hints of every slice, and none where there are none', () => {
    const hinted = (zone: string, node: string) =>
      podEndpoint('a', '10.0.0.1', { hints: { forZones: [{ name: zone }], forNodes: [{ name: node }] } });
    const views = endpointViews([
      webSlice('one', [hinted('z1', 'n1'), podEndpoint('b', '10.0.0.2')]),
      webSlice('two', [hinted('z1', 'n2')]),
    ]);
    expect(views.map(({ hints }) => hints)).toEqual([{ zones: ['z1'], nodes: ['n1', 'n2'] }, undefined]);
  });

  test('merges the slices of both families of one pod', () => {
    const slices = [
      webSlice('web-6', [podEndpoint('a', 'fd00::a')], { addressType: 'IPv6' }),
      webSlice('web-4', [podEndpoint('a', '10.0.0.1')]),
    ];
    const [endpoint, ...others] = endpointViews(slices);
    expect(others).toEqual([]);
    expect(endpoint).toEqual({
      key: 'uid-a',
      addresses: ['10.0.0.1', 'fd00::a'],
      ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
      ready: true,
      serving: true,
      terminating: false,
      node: 'node-1',
      zone: 'a',
      target: { kind: 'Pod', namespace: 'shop', name: 'a', uid: 'uid-a' },
      slices: [
        { name: 'web-4', managedBy: 'endpointslice-controller.k8s.io', addressType: 'IPv4' },
        { name: 'web-6', managedBy: 'endpointslice-controller.k8s.io', addressType: 'IPv6' },
      ],
    });
  });

  test('gives each pod its own number for a named target port', () => {
    const slices = [
      webSlice('web-1', [podEndpoint('a', '10.0.0.1')], { ports: [{ name: 'http', port: 8080, protocol: 'TCP' }] }),
      webSlice('web-2', [podEndpoint('b', '10.0.0.2')], { ports: [{ name: 'http', port: 9090, protocol: 'TCP' }] }),
      webSlice('web-3', [podEndpoint('c', '10.0.0.3')], { ports: null }),
    ];
    expect(endpointViews(slices).map(({ key, ports }) => [key, ports.map(({ port }) => port)])).toEqual([
      ['uid-a', [8080]],
      ['uid-b', [9090]],
      ['uid-c', []],
    ]);
  });

  test('keeps pods on one node address apart, and mentions of one address together', () => {
    const slices = [
      webSlice('web-1', [podEndpoint('a', '10.1.1.1'), podEndpoint('b', '10.1.1.1')]),
      webSlice('x', [{ addresses: ['192.0.2.1'] }], { ports: [{ port: 80 }] }),
      webSlice('y', [{ addresses: ['192.0.2.1'] }], { ports: [{ port: 81 }] }),
    ];
    expect(endpointViews(slices).map(({ key, ports }) => [key, ports.map(({ port }) => port)])).toEqual([
      ['uid-a', [8080]],
      ['uid-b', [8080]],
      ['192.0.2.1', [80, 81]],
    ]);
  });

  test('shows host names of FQDN slices as addresses', () => {
    const slice = webSlice('names', [{ addresses: ['db.example.com'] }], { addressType: 'FQDN' });
    expect(endpointViews([slice])).toMatchObject([
      { addresses: ['db.example.com'], slices: [{ addressType: 'FQDN' }] },
    ]);
  });

  test('takes the placeholder slice of a Service without endpoints as none', () => {
    expect(endpointViews([webSlice('web-1', [], { endpoints: null, ports: null })])).toEqual([]);
  });

  test('joins the pod, unless another one has its name by now', () => {
    const pod = podView(webPod('a'));
    const slices = [webSlice('web-1', [podEndpoint('a', '10.0.0.1')])];
    expect(endpointViews(slices, () => pod)[0]?.pod).toBe(pod);
    expect(endpointViews(slices, () => ({ ...pod, uid: 'uid-new' }))[0]?.pod).toBeUndefined();
  });
});

describe('countEndpoints', () => {
  const condition = fc.option(fc.boolean(), { nil: undefined });
  const endpoint: fc.Arbitrary<SliceEndpoint> = fc
    .record({ pod: fc.nat(5), ready: condition, serving: condition, terminating: condition })
    .map(({ pod, ready, serving, terminating }) =>
      podEndpoint(`p${pod}`, `10.0.0.${pod}`, {
        conditions: {
          ...(ready !== undefined && { ready }),
          ...(serving !== undefined && { serving }),
          ...(terminating !== undefined && { terminating }),
        },
      }),
    );
  const slices = fc
    .array(fc.array(endpoint, { maxLength: 6 }), { maxLength: 5 })
    .map((all) => all.map((endpoints, index) => webSlice(`web-${index}`, endpoints)));

  test('parts the endpoints of any slices: each is ready, else terminating, else not ready', () => {
    fc.assert(
      fc.property(slices, (some) => {
        const views = endpointViews(some);
        const counts = countEndpoints(some);
        expect(counts).toEqual({
          total: new Set(some.flatMap((slice) => (slice.endpoints ?? []).map(({ targetRef }) => targetRef?.uid))).size,
          ready: views.filter(({ ready }) => ready).length,
          terminating: views.filter(({ ready, terminating }) => !ready && terminating).length,
          notReady: views.filter(({ ready, terminating }) => !ready && !terminating).length,
        });
        expect(counts.ready + counts.notReady + counts.terminating).toBe(counts.total);
      }),
    );
  });

  test('does not depend on the order of the slices', () => {
    fc.assert(
      fc.property(slices, (some) => {
        expect(endpointViews(some.toReversed())).toEqual(endpointViews(some));
      }),
    );
  });
});
