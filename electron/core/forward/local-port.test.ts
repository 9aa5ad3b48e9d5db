import { expect, test } from 'vitest';
import type { ServicePort } from '../../../shared/model/service.ts';
import { portsFrom, preferredPort } from './local-port.ts';
import { schemeOf } from './scheme.ts';

test.each([
  [80, 8080],
  [443, 8443],
  [53, 10_053],
  [1023, 11_023],
  [1024, 1024],
  [5432, 5432],
])('Service port %d is first tried as %d', (port, local) => {
  expect(preferredPort(port)).toBe(local);
});

test('after the first come the next ones, and at last any free one', () => {
  expect(portsFrom(65_534)).toEqual([65_534, 65_535, 0]);
  expect(portsFrom(8080, 3)).toEqual([8080, 8081, 8082, 0]);
});

test.each<[Partial<ServicePort>, string | undefined]>([
  [{ appProtocol: 'https', name: 'http' }, 'https'],
  [{ appProtocol: 'kubernetes.io/h2c', name: 'http' }, undefined],
  [{ name: 'https-admin' }, 'https'],
  [{ name: 'httpd' }, undefined],
  [{ targetPort: 'http' }, 'http'],
  [{ port: 443 }, 'https'],
  [{ port: 80 }, 'http'],
  [{ port: 80, name: 'redis' }, undefined],
  [{ port: 5432 }, undefined],
])('%j opens as %s', (port, scheme) => {
  expect(schemeOf({ protocol: 'TCP', port: 9999, targetPort: 9999, ...port })).toBe(scheme);
});
