import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { until } from '../testing/until.ts';
import { serviceYaml } from './yaml.ts';

let fake: FakeCluster;
beforeEach(async () => {
  fake = await FakeCluster.start();
});
afterEach(() => fake.stop());

const { signal } = new AbortController();

describe('serviceYaml', () => {
  test('is what the server has now, in its order, without managedFields and with everything else', async () => {
    fake.api.objects.put('services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'web',
        namespace: 'shop',
        uid: 'u',
        managedFields: [{ manager: 'kubectl' }],
        annotations: { on: 'yes', port: '080' },
      },
      spec: { clusterIP: '10.96.0.1', futureField: { deep: true } },
    });
    const yaml = await serviceYaml(fake.cluster, { context: 'dev', namespace: 'shop', name: 'web' }, signal);
    expect(yaml).toBe(`apiVersion: v1
kind: Service
metadata:
  creationTimestamp: "2026-11-01T00:00:00Z"
  name: web
  namespace: shop
  uid: u
  annotations:
    "on": "yes"
    port: "080"
  resourceVersion: "101"
spec:
  clusterIP: 10.96.0.1
  futureField:
    deep: true
`);
  });

  test('of a Service that is gone fails as not found', async () => {
    const asked = serviceYaml(fake.cluster, { context: 'dev', namespace: 'shop', name: 'gone' }, signal);
    await expect(asked).rejects.toMatchObject({ failure: { code: 'not-found' } });
  });

  test('of a context that is not connected fails as unreachable', async () => {
    fake.clusters.disconnect('dev');
    await until(() => fake.clusters.contexts.items.get('dev')?.link.state === 'off');
    const asked = serviceYaml(fake.cluster, { context: 'dev', namespace: 'shop', name: 'web' }, signal);
    await expect(asked).rejects.toMatchObject({ failure: { code: 'unreachable' } });
  });
});
