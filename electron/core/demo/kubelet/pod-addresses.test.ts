import { expect, it } from 'vitest';
import type { Node } from '../shapes.ts';
import { PodAddresses } from './pod-addresses.ts';

function node(podCIDR: string): Node {
  const metadata = { name: podCIDR, uid: podCIDR, resourceVersion: '1', creationTimestamp: '2026-11-21T10:00:00Z' };
  return { apiVersion: 'v1', kind: 'Node', metadata, spec: { podCIDR } };
}

it('takes one address after the other, out of the node’s own range', () => {
  const addresses = new PodAddresses();
  expect([node('10.64.1.0/24'), node('10.64.1.0/24'), node('10.64.2.0/24')].map((one) => addresses.take(one))).toEqual([
    '10.64.1.1',
    '10.64.1.2',
    '10.64.2.1',
  ]);
});

it('uses a free address again only when all others were used', () => {
  const addresses = new PodAddresses();
  const small = node('10.64.1.0/29');
  for (let host = 0; host < 5; host += 1) addresses.take(small);
  addresses.release('10.64.1.2');
  expect([addresses.take(small), addresses.take(small)]).toEqual(['10.64.1.6', '10.64.1.2']);
  expect(() => addresses.take(small)).toThrow('no IP addresses available');
});

it('counts across bytes', () => {
  const addresses = new PodAddresses();
  const large = node('10.64.0.0/16');
  const last = Array.from({ length: 300 }, () => addresses.take(large)).at(-1);
  expect(last).toBe('10.64.1.44');
});
