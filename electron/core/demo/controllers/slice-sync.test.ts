import { expect, it } from 'vitest';
import type { EndpointSlice, SliceEndpoint } from '../shapes.ts';
import { planSlices, type SlicePlan } from './slice-sync.ts';

const HTTP = [{ name: 'http', port: 8080, protocol: 'TCP' as const }];

function endpoints(from: number, to: number): SliceEndpoint[] {
  return Array.from({ length: to - from }, (_, index) => ({ addresses: [`10.0.0.${from + index}`] }));
}

function slice(name: string, held: readonly SliceEndpoint[], ports = HTTP): EndpointSlice {
  const metadata = { name, uid: name, resourceVersion: '1', creationTimestamp: '2026-11-21T10:00:00Z' };
  const some = held.length > 0 ? { endpoints: held, ports } : {};
  return { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata, addressType: 'IPv4', ...some };
}

function plan(existing: readonly EndpointSlice[], wanted: readonly SliceEndpoint[], ports = HTTP): readonly string[] {
  const none = wanted.length === 0;
  return told(planSlices(existing, [{ addressType: 'IPv4', ports: none ? [] : ports, endpoints: wanted }]));
}

function told({ keep, drop }: SlicePlan): readonly string[] {
  return [
    ...keep.map((one) => `${one.slice?.metadata.name ?? 'new'} ${one.endpoints.length}`),
    ...drop.map(({ metadata }) => `drop ${metadata.name}`),
  ];
}

it('publishes nothing in one slice', () => {
  expect(plan([], [])).toEqual(['new 0']);
  expect(plan([slice('a', [])], [])).toEqual(['a 0']);
});

it('uses the empty slice for the first endpoints', () => {
  expect(plan([slice('a', [])], endpoints(0, 3))).toEqual(['a 3']);
});

it('empties the last slice instead of dropping it', () => {
  expect(plan([slice('a', endpoints(0, 3)), slice('b', endpoints(3, 5))], [])).toEqual(['a 0', 'drop b']);
});

it('puts at most a hundred endpoints into one', () => {
  expect(plan([], endpoints(0, 250))).toEqual(['new 100', 'new 100', 'new 50']);
});

it('leaves endpoints where they are and fills the slice that changes anyway', () => {
  const full = slice('a', endpoints(0, 100));
  const other = slice('b', endpoints(100, 130));
  const wanted = [...endpoints(0, 90), ...endpoints(100, 130), ...endpoints(200, 205)];
  expect(plan([full, other], wanted)).toEqual(['a 95', 'b 30']);
});

it('puts new endpoints where there is room for all of them', () => {
  expect(plan([slice('a', endpoints(0, 30))], endpoints(0, 40))).toEqual(['a 40']);
  expect(plan([slice('a', endpoints(0, 95))], endpoints(0, 110))).toEqual(['a 95', 'new 15']);
});

it('leaves slices part-filled when pods go', () => {
  const slices = [0, 1, 2].map((index) => slice(`s${index}`, endpoints(index * 100, index * 100 + 100)));
  const wanted = [...endpoints(0, 40), ...endpoints(100, 140), ...endpoints(200, 240)];
  expect(plan(slices, wanted)).toEqual(['s0 40', 's1 40', 's2 40']);
});

it('uses the slices of ports that are gone for the new ones', () => {
  const other = [{ name: 'http', port: 9_000, protocol: 'TCP' as const }];
  expect(plan([slice('a', endpoints(0, 2), other)], endpoints(0, 2))).toEqual(['a 2']);
});

it('does not use a slice of another family', () => {
  const six = { ...slice('a', []), addressType: 'IPv6' };
  expect(plan([six], endpoints(0, 2))).toEqual(['new 2', 'drop a']);
});
