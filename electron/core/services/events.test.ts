import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EventView } from '../../../shared/model/endpoint.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { podEndpoint, webPod, webService, webSlice } from '../testing/service-samples.ts';
import { until } from '../testing/until.ts';
import { eventView, serviceEvents } from './events.ts';
import type { OpenedMap } from './opened.ts';

let fake: FakeCluster;
let source: OpenedMap<EventView> | undefined;
beforeEach(async () => {
  fake = await FakeCluster.start();
  fake.put('services', webService());
  fake.put('endpointslices', webSlice('web-1', [podEndpoint('a', '10.0.0.1')]));
  fake.put('pods', webPod('a'));
});
afterEach(async () => {
  source?.close();
  await fake.stop();
});

const metadata = {
  name: 'e',
  namespace: 'shop',
  uid: 'e',
  resourceVersion: '1',
  creationTimestamp: '2026-11-01T00:00:00Z',
};

function putEvent(name: string, kind: string, object: string): void {
  const involvedObject = { kind, namespace: 'shop', name: object };
  fake.put('events', { metadata: { name, namespace: 'shop' }, involvedObject, reason: name, type: 'Normal' });
}

async function liveEvents(): Promise<OpenedMap<EventView>> {
  const opened = serviceEvents(fake.cluster, { context: 'dev', namespace: 'shop', name: 'web' });
  source = opened;
  await until(() => opened.freshness.state === 'live');
  return opened;
}

const reasons = (opened: OpenedMap<EventView>): string[] =>
  [...opened.items.values()].map(({ reason }) => reason).sort();

describe('serviceEvents', () => {
  test('holds those about the Service, its slices and its pods, and no others', async () => {
    putEvent('on-service', 'Service', 'web');
    putEvent('on-slice', 'EndpointSlice', 'web-1');
    putEvent('on-pod', 'Pod', 'a');
    putEvent('on-other-pod', 'Pod', 'b');
    putEvent('on-other-service', 'Service', 'api');
    expect(reasons(await liveEvents())).toEqual(['on-pod', 'on-service', 'on-slice']);
  });

  test('gets new ones, drops expired ones, and keeps those of a pod that is gone', async () => {
    putEvent('first', 'Pod', 'a');
    const opened = await liveEvents();
    fake.api.objects.remove('pods', 'shop/a');
    fake.api.objects.remove('endpointslices', 'shop/web-1');
    putEvent('killing', 'Pod', 'a');
    await until(() => opened.items.size === 2);
    fake.api.objects.remove('events', 'shop/first');
    await until(() => opened.items.size === 1);
    expect(reasons(opened)).toEqual(['killing']);
  });

  test('learns of a pod that comes later', async () => {
    putEvent('early', 'Pod', 'late');
    const opened = await liveEvents();
    expect(opened.items.size).toBe(0);
    fake.put('pods', webPod('late'));
    await until(() => opened.items.size === 1);
  });
});

describe('eventView', () => {
  const involvedObject = { kind: 'Pod', namespace: 'shop', name: 'a' };

  test('reads what old recorders write', () => {
    const event = {
      metadata,
      involvedObject,
      reason: 'BackOff',
      message: 'm',
      type: 'Warning',
      count: 4,
      lastTimestamp: '2026-11-03T00:00:00Z',
      source: { component: 'kubelet' },
    };
    expect(eventView(event)).toEqual({
      key: 'shop/e',
      type: 'Warning',
      reason: 'BackOff',
      message: 'm',
      count: 4,
      object: { kind: 'Pod', name: 'a' },
      source: 'kubelet',
      last: '2026-11-03T00:00:00Z',
    });
  });

  test('reads what new recorders write', () => {
    const event = {
      metadata,
      involvedObject,
      lastTimestamp: null,
      eventTime: '2026-11-02T00:00:00.000000Z',
      reportingComponent: 'scheduler',
      source: {},
    };
    expect(eventView(event)).toMatchObject({
      type: 'Normal',
      count: 1,
      source: 'scheduler',
      last: '2026-11-02T00:00:00.000000Z',
    });
    const series = { count: 9, lastObservedTime: '2026-11-04T00:00:00.000000Z' };
    expect(eventView({ ...event, series })).toMatchObject({ count: 9, last: '2026-11-04T00:00:00.000000Z' });
  });
});
