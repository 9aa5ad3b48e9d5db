import { expect, it } from 'vitest';
import { standingOf } from './standing.ts';
import { serviceRow } from './testing/samples.ts';

const counts = (ready: number, notReady = 0, terminating = 0) => ({
  endpoints: { ready, notReady, terminating, total: ready + notReady + terminating },
});

it.each([
  ['ready', '8 of 8 ready', counts(8)],
  ['ready', '8 of 9 ready', counts(8, 0, 1)],
  ['warn', '6 of 8 ready', counts(6, 2)],
  ['bad', 'No ready endpoints', counts(0, 2)],
  ['bad', 'No ready endpoints', { ...counts(0), type: 'LoadBalancer', pending: true }],
  ['bad', 'No address yet', { ...counts(2), type: 'LoadBalancer', pending: true }],
  ['none', 'DNS name only', { type: 'ExternalName', externalName: 'api.example' }],
  ['warn', 'Being deleted', { ...counts(2), deleting: '2026-11-21T00:00:00Z' }],
] as const)('is %s: %s', (tone, text, service) => {
  expect(standingOf(serviceRow(service))).toEqual({ tone, text });
});

it('is unknown where endpoints may not be listed', () => {
  const { endpoints: _endpoints, ...service } = serviceRow();
  expect(standingOf(service).tone).toBe('unknown');
});
