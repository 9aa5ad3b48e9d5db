import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { until } from '../testing/until.ts';

let fake: FakeCluster;
beforeEach(async () => {
  fake = await FakeCluster.start();
  for (const namespace of ['shop', 'game']) putPod(namespace, 'first');
});
afterEach(() => fake.stop());

function putPod(namespace: string, name: string): void {
  fake.put('pods', { metadata: { namespace, name }, spec: {}, status: { phase: 'Running' } });
}

const asked = (): ReadonlySet<string> => new Set(fake.api.requests.filter((line) => line.includes('/pods?limit')));

test('a namespace is taken out of the watch of all namespaces that is open, and outlives who opened that', async () => {
  const all = fake.cluster.watch('pods');
  await until(() => all.freshness.state === 'live');
  const part = fake.cluster.watch('pods', { namespace: 'shop', borrow: true });
  expect(part.freshness).toEqual({ state: 'live' });
  expect([...part.items.keys()]).toEqual(['shop/first']);
  expect(asked()).toEqual(new Set(['GET /api/v1/pods?limit=500']));

  all.close();
  const heard: unknown[] = [];
  part.subscribe((notice) => heard.push(notice));
  putPod('game', 'second');
  putPod('shop', 'second');
  await until(() => part.items.size === 2);
  fake.api.objects.remove('pods', 'shop/first');
  await until(() => part.items.size === 1);
  expect(heard).toEqual([
    { all: false, keys: ['shop/second'], owners: [] },
    { all: false, keys: ['shop/first'], owners: [] },
  ]);
  part.close();
});

test('a namespace is watched by itself where no such watch is open, or it is not live yet', async () => {
  const all = fake.cluster.watch('pods');
  const part = fake.cluster.watch('pods', { namespace: 'shop', borrow: true });
  await until(() => part.freshness.state === 'live' && all.freshness.state === 'live');
  expect(asked()).toEqual(new Set(['GET /api/v1/namespaces/shop/pods?limit=500', 'GET /api/v1/pods?limit=500']));
  part.close();
  all.close();
});
