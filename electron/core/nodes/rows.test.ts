import { afterEach, beforeEach, expect, test } from 'vitest';
import type { NodeRow } from '../../../shared/model/node.ts';
import type { OpenedMap } from '../services/opened.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { podEndpoint, webSlice } from '../testing/service-samples.ts';
import { until } from '../testing/until.ts';
import { nodeRows } from './rows.ts';

let fake: FakeCluster;
let rows: OpenedMap<NodeRow>;
beforeEach(async () => {
  fake = await FakeCluster.start();
});
afterEach(async () => {
  rows.close();
  await fake.stop();
});

function putNode(name: string, more: object = {}, status: object = {}): void {
  const conditions = [{ type: 'Ready', status: 'True', reason: 'KubeletReady', lastHeartbeatTime: 'now' }];
  const nodeInfo = { kubeletVersion: 'v1.36.3' };
  fake.put('nodes', {
    metadata: { name, labels: { 'topology.kubernetes.io/zone': 'a', 'node-role.kubernetes.io/control-plane': '' } },
    spec: more,
    status: { conditions, nodeInfo, addresses: [{ type: 'InternalIP', address: '10.0.0.1' }], ...status },
  });
}

function putPod(name: string, nodeName: string, phase = 'Running'): void {
  fake.put('pods', { metadata: { namespace: 'shop', name }, spec: { nodeName }, status: { phase } });
}

async function liveRows(): Promise<void> {
  rows = nodeRows(fake.cluster);
  await until(() => rows.freshness.state === 'live');
}

test('tells of each node where it is, what it is, and what runs on it', async () => {
  putNode('one', { providerID: 'aws:///eu-2a/i-1', unschedulable: true, taints: [{ key: 'k', effect: 'NoSchedule' }] });
  putPod('a', 'one');
  putPod('done', 'one', 'Succeeded');
  fake.put('endpointslices', webSlice('web-1', [{ ...podEndpoint('a', '10.0.0.1'), nodeName: 'one' }]));
  await liveRows();
  expect(rows.items.get('dev/one')).toMatchObject({
    zone: 'a',
    provider: 'AWS',
    roles: ['control-plane'],
    ready: 'yes',
    cordoned: true,
    taints: [{ key: 'k', effect: 'NoSchedule' }],
    pods: 1,
    endpoints: { ready: 1, total: 1 },
    kubeletVersion: 'v1.36.3',
  });
});

test('tells only of the nodes that a Pod came to or left', async () => {
  for (const name of ['one', 'two', 'three']) putNode(name);
  putPod('a', 'one');
  await liveRows();
  const told: string[] = [];
  rows.subscribe((notice) => told.push(...(notice.all ? ['*'] : notice.keys)));
  fake.api.objects.remove('pods', 'shop/a');
  await until(() => rows.items.get('dev/one')?.pods === 0);
  putPod('a', 'two');
  await until(() => rows.items.get('dev/two')?.pods === 1);
  expect(told).toEqual(['dev/one', 'dev/two']);
});

test('is not told of a heartbeat, but of a node that is not heard of any more, and of its end', async () => {
  putNode('one');
  putNode('two');
  await liveRows();
  const told: string[] = [];
  rows.subscribe((notice) => told.push(...(notice.all ? ['*'] : notice.keys)));
  putNode(
    'one',
    {},
    { conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', lastHeartbeatTime: '2' }] },
  );
  putNode('one', {}, { conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' }] });
  await until(() => rows.items.get('dev/one')?.ready === 'unknown');
  fake.api.objects.remove('nodes', 'two');
  await until(() => rows.items.size === 1);
  expect(told).toEqual(['dev/one', 'dev/two']);
});
