import { expect, test } from 'vitest';
import { addressWords } from './address-words.ts';
import { rowOf } from './testing/rows.ts';

test.each([
  ['the cluster IP', {}, '10.96.0.9'],
  ['both families', { clusterIPs: ['10.96.0.9', 'fd00::9'] }, '10.96.0.9 +1'],
  ['a load balancer, its cluster IP apart', { externalAddresses: ['203.0.113.20'] }, '203.0.113.20'],
  ['several external addresses', { externalAddresses: ['203.0.113.20', '203.0.113.21'] }, '203.0.113.20 +1'],
  ['what is awaited', { type: 'LoadBalancer', pending: true }, 'pending'],
  ['a name outside', { type: 'ExternalName', externalName: 'api.example', clusterIPs: [] }, 'api.example'],
  [
    'a long host without its middle',
    { externalAddresses: ['a1b2c3d4e5f6.eu-west-1.elb.amazonaws.com'] },
    'a1b2c3d…amazonaws.com',
  ],
  ['nothing', { clusterIPs: [] }, '–'],
] as const)('%s', (_, fields, words) => {
  expect(addressWords(rowOf('c/n/s', fields))).toBe(words);
});
