import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ServiceNames } from '../../../shared/model/names.ts';
import type { OpenedMap } from '../services/opened.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { podEndpoint, webPod, webService, webSlice } from '../testing/service-samples.ts';
import { until } from '../testing/until.ts';
import { KEEP, KnownSurroundings } from './known-surroundings.ts';
import { serviceNames } from './live.ts';

let fake: FakeCluster;
let opened: OpenedMap<ServiceNames>;
beforeEach(async () => {
  fake = await FakeCluster.start();
});
afterEach(async () => {
  opened.close();
  await fake.stop();
});

const item = (): ServiceNames | undefined => opened.items.get('dev/shop/web');

/** Lets the clock run on until it is so: changes wait for the rest of their flock. */
function settled(condition: () => boolean): Promise<void> {
  return until(() => {
    fake.clock.advance(200).catch(() => undefined);
    return condition();
  });
}

async function live(): Promise<void> {
  const known = new KnownSurroundings(fake.clock);
  opened = serviceNames(fake.cluster, { context: 'dev', namespace: 'shop', name: 'web' }, { clock: fake.clock, known });
  await settled(() => opened.freshness.state === 'live');
}

test('tells the names, follows endpoints and Pods, and ends with the Service', async () => {
  fake.put('services', webService({ clusterIP: 'None', clusterIPs: ['None'] }));
  fake.put('services', { metadata: { name: 'web', namespace: 'game' }, spec: { type: 'ClusterIP' } });
  await live();
  expect(item()).toMatchObject({ absent: 'none-ready', ready: 0, namesakes: ['game'], env: [] });
  expect(item()?.dns).toMatchObject({ domain: 'cluster.local', source: 'assumed' });

  fake.put('endpointslices', webSlice('web-1', [podEndpoint('a', '10.0.0.1', { hostname: 'web-0' })]));
  await settled(() => item()?.ready === 1);
  expect(item()?.records.map(({ name }) => name)).toContain('web-0.web.shop.svc.cluster.local');

  fake.api.objects.remove('services', 'shop/web');
  await settled(() => item() === undefined);
});

test('tells which Pods started before the Service was there', async () => {
  const startedAt = '2026-10-01T00:00:00Z';
  const status = { name: 'app', ready: true, restartCount: 0, state: { running: { startedAt } } };
  fake.put('services', webService());
  fake.put('pods', webPod('old', { containerStatuses: [status] }));
  await live();
  expect(item()?.pods).toEqual({ running: 1, without: [{ pod: 'old', why: 'older', started: startedAt }] });
});

test('what names rest on is read once for all Services, and anew when it is old or could not be read', async () => {
  const known = new KnownSurroundings(fake.clock);
  const { api } = fake.cluster;
  const asked = (): number => fake.api.requests.filter((line) => line.includes('/nodes?')).length;
  await Promise.all([known.of(api).read, known.of(api).read]);
  expect(asked()).toBe(1);
  await fake.clock.advance(KEEP);
  fake.api.fault = (line) => (line.includes('/nodes?') ? { t: 'reset' } : undefined);
  await expect(known.of(api).read).rejects.toThrow();
  fake.api.fault = () => undefined;
  await known.of(api).read;
  expect(asked()).toBeGreaterThan(2);
});
