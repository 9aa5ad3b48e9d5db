import { expect, test } from 'vitest';
import type { EndpointCounts } from '../../../shared/model/service.ts';
import { severity } from './severity.ts';
import { portOf } from '../../testing/samples.ts';
import { rowOf } from './testing/rows.ts';

const counts = (ready: number, notReady = 0, terminating = 0): EndpointCounts => ({
  ready,
  notReady,
  terminating,
  total: ready + notReady + terminating,
});

test.each([
  ['all ready', { endpoints: counts(3) }, 'ready'],
  ['some not ready', { endpoints: counts(2, 1) }, 'warn'],
  ['none ready', { endpoints: counts(0, 2) }, 'bad'],
  ['no endpoints at all', { endpoints: counts(0) }, 'bad'],
  ['only terminating ones', { endpoints: counts(0, 0, 1) }, 'draining'],
  ['a rolling restart', { endpoints: counts(3, 0, 1) }, 'ready'],
  ['endpoints may not be read', {}, 'unknown'],
  ['ExternalName', { type: 'ExternalName' }, 'none'],
  ['a port that no Pod listens on', { endpoints: counts(2), unserved: [80] }, 'bad'],
  ['one such port of several', { ports: [portOf(80), portOf(81)], endpoints: counts(2), unserved: [80] }, 'warn'],
  ['a load balancer without an address', { type: 'LoadBalancer', pending: true, endpoints: counts(2) }, 'bad'],
] as const)('%s', (_, fields, expected) => {
  expect(severity(rowOf('c/n/s', fields))).toBe(expected);
});
