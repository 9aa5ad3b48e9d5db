import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ServiceDetail } from '../../../shared/model/endpoint.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { podEndpoint, webPod, webService, webSlice } from '../testing/service-samples.ts';
import { until } from '../testing/until.ts';
import { serviceDetail } from './detail.ts';
import type { OpenedMap } from './opened.ts';

const ref = { context: 'dev', namespace: 'shop', name: 'web' };
let fake: FakeCluster;
let source: OpenedMap<ServiceDetail> | undefined;
beforeEach(async () => {
  fake = await FakeCluster.start();
});
afterEach(async () => {
  source?.close();
  await fake.stop();
});

async function liveDetail(): Promise<OpenedMap<ServiceDetail>> {
  const opened = serviceDetail(fake.cluster, ref);
  source = opened;
  await until(() => opened.freshness.state === 'live');
  return opened;
}

const only = (opened: OpenedMap<ServiceDetail>): ServiceDetail | undefined => opened.items.get('dev/shop/web');
const notReady = { conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }] };

describe('serviceDetail', () => {
  test('joins endpoints with their pods, and names matching pods that have no endpoint', async () => {
    fake.put('services', webService());
    fake.put('endpointslices', webSlice('web-1', [podEndpoint('a', '10.0.0.1')]));
    fake.put('pods', webPod('a'));
    fake.put('pods', webPod('pending', { phase: 'Pending', podIPs: [] }));
    fake.put('pods', webPod('stranger', {}, { meta: { labels: { app: 'other' } } }));
    const detail = only(await liveDetail());
    expect(detail?.service.endpoints?.ready).toBe(1);
    expect(detail?.endpoints.map(({ pod }) => pod?.name)).toEqual(['a']);
    expect(detail?.podsWithoutEndpoint.map(({ name }) => name)).toEqual(['pending']);
    expect(detail?.gaps).toEqual([]);
  });

  test('follows pods: those of endpoints, those that start to match, and not the others', async () => {
    fake.put('services', webService());
    fake.put('endpointslices', webSlice('web-1', [podEndpoint('a', '10.0.0.1')]));
    fake.put('pods', webPod('a'));
    const opened = await liveDetail();
    let told = 0;
    opened.subscribe(() => (told += 1));
    fake.put('pods', webPod('a', notReady));
    await until(() => only(opened)?.endpoints[0]?.pod?.ready === false);
    fake.put('pods', webPod('stranger', {}, { meta: { labels: { app: 'other' } } }));
    fake.put('pods', webPod('b'));
    await until(() => only(opened)?.podsWithoutEndpoint.length === 1);
    expect(told).toBe(2);
  });

  test('follows the selector', async () => {
    fake.put('services', webService());
    fake.put('pods', webPod('a'));
    fake.put('pods', webPod('b', {}, { meta: { labels: { app: 'other' } } }));
    const opened = await liveDetail();
    fake.put('services', webService({ selector: { app: 'other' } }));
    await until(() => only(opened)?.podsWithoutEndpoint[0]?.name === 'b');
    expect(only(opened)?.podsWithoutEndpoint).toHaveLength(1);
  });

  test('joins the pod that a slice kept by hand points at', async () => {
    const { selector: _, ...spec } = webService().spec;
    fake.put('services', { ...webService(), spec });
    fake.put('pods', webPod('a', {}, { meta: { labels: {} } }));
    const { uid: _uid, ...targetRef } = podEndpoint('a', '10.0.0.1').targetRef ?? {};
    fake.put('endpointslices', webSlice('by-hand', [podEndpoint('a', '10.0.0.1', { targetRef })]));
    const opened = await liveDetail();
    expect(only(opened)?.endpoints[0]?.pod?.name).toBe('a');
    expect(only(opened)?.podsWithoutEndpoint).toEqual([]);
    fake.put('pods', webPod('a', notReady, { meta: { labels: {} } }));
    await until(() => only(opened)?.endpoints[0]?.pod?.ready === false);
  });

  test('has no item for a Service that is not there, or is deleted while it is shown', async () => {
    const opened = await liveDetail();
    expect(opened.items.size).toBe(0);
    fake.put('services', webService());
    await until(() => opened.items.size === 1);
    fake.api.objects.remove('services', 'shop/web');
    await until(() => opened.items.size === 0);
    expect(opened.freshness.state).toBe('live');
  });

  test('names what may not be read as gaps and shows the rest', async () => {
    fake.put('services', webService());
    fake.put('endpointslices', webSlice('web-1', [podEndpoint('a', '10.0.0.1')]));
    fake.api.may = ({ resource }) => resource !== 'pods';
    const detail = only(await liveDetail());
    expect(detail?.endpoints).toMatchObject([{ key: 'uid-a', ready: true }]);
    expect(detail?.endpoints[0]?.pod).toBeUndefined();
    expect(detail?.gaps).toMatchObject([{ code: 'forbidden', params: { verb: 'list', resource: 'pods' } }]);
  });

  test('shows no endpoints for an ExternalName with slices left over', async () => {
    fake.put('services', webService({ type: 'ExternalName', externalName: 'x.example.com' }));
    fake.put('endpointslices', webSlice('web-1', [podEndpoint('a', '10.0.0.1')]));
    expect(only(await liveDetail())?.endpoints).toEqual([]);
  });
});
