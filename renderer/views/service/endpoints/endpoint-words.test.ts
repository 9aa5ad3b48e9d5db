import { expect, it } from 'vitest';
import { endpointView } from '../testing/samples.ts';
import { addressesOf, slicesOf } from './endpoint-words.ts';

const slice = (name: string, managedBy: string) => ({ name, managedBy, addressType: 'IPv4' });

it('writes every address with every port', () => {
  const ports = [
    { name: 'http', port: 8080, protocol: 'TCP' },
    { name: 'metrics', port: 9102, protocol: 'TCP' },
  ] as const;
  expect(addressesOf(endpointView('a', { ports, addresses: ['10.0.0.1', 'fd00::1'] }))).toBe(
    '10.0.0.1:8080,9102 [fd00::1]:8080,9102',
  );
  expect(addressesOf(endpointView('a', { ports: [] }))).toBe('10.42.3.19');
});

it.each([
  ['web-abc (k8s)', [slice('web-abc', 'endpointslice-controller.k8s.io')]],
  ['web-abc (by hand)', [slice('web-abc', '')]],
  ['web-abc (my-operator)', [slice('web-abc', 'my-operator')]],
  ['2 slices, counted once: a (by hand), b (by hand)', [slice('a', ''), slice('b', '')]],
])('names who keeps its slices: %s', (text, slices) => {
  expect(slicesOf(endpointView('a', { slices }))).toBe(text);
});
