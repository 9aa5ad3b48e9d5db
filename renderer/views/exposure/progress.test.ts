import { expect, it } from 'vitest';
import { countsOf } from '../../testing/samples.ts';
import { rowOf } from '../services/testing/rows.ts';
import { A_WHILE, exposureIn, progressOf } from '../../../shared/progress.ts';

const web = rowOf('dev/shop/web', { type: 'LoadBalancer', pending: true, endpoints: countsOf(2, 1) });

it('waits until the cluster shows the change', () => {
  expect(progressOf(web, 'NodePort', 0)).toEqual([
    { stage: 'seen', state: 'waiting', detail: '' },
    { stage: 'endpoints', state: 'waiting', detail: '2/3' },
  ]);
});

it('says after a while that an address is late, and then which it is', () => {
  const [, address] = progressOf(web, 'LoadBalancer', A_WHILE);
  expect(address).toEqual({ stage: 'address', state: 'late', detail: '' });
  const given = { ...web, pending: false, externalAddresses: ['203.0.113.9'] };
  expect(progressOf(given, 'LoadBalancer', A_WHILE).map(({ state, detail }) => [state, detail])).toEqual([
    ['done', ''],
    ['done', '203.0.113.9'],
    ['done', '2/3'],
  ]);
});

it('asks an ExternalName for no endpoints', () => {
  const name = rowOf('dev/shop/web', { type: 'ExternalName' });
  expect(progressOf(name, 'ExternalName', 0).map(({ stage }) => stage)).toEqual(['seen']);
});

it('waits for a Service that is not there yet', () => {
  expect(progressOf(undefined, 'NodePort', 0)).toEqual([{ stage: 'seen', state: 'waiting', detail: '' }]);
});

it.each([
  [{ kind: 'Service', spec: {} }, 'ClusterIP'],
  [{ kind: 'Service', spec: { clusterIP: 'None' } }, 'Headless'],
  [{ kind: 'Service', spec: { type: 'ExternalName' } }, 'ExternalName'],
  [{ kind: 'EndpointSlice' }, undefined],
])('knows how %j is reached', (object, name) => {
  expect(exposureIn([{ do: 'create', object }])).toBe(name);
});
