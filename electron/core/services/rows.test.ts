import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ServiceRow } from '../../../shared/model/service.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { podEndpoint, webService, webSlice } from '../testing/service-samples.ts';
import { until } from '../testing/until.ts';
import type { OpenedMap } from './opened.ts';
import { serviceRows } from './rows.ts';

let fake: FakeCluster;
const open: OpenedMap<ServiceRow>[] = [];
beforeEach(async () => {
  fake = await FakeCluster.start();
});
afterEach(async () => {
  for (const rows of open.splice(0)) rows.close();
  await fake.stop();
});

function rowsOf(scope?: { readonly namespace?: string }): OpenedMap<ServiceRow> {
  const rows = serviceRows(fake.cluster, scope);
  open.push(rows);
  return rows;
}

async function liveRows(): Promise<{ rows: OpenedMap<ServiceRow>; told: string[] }> {
  const rows = rowsOf();
  await until(() => rows.freshness.state === 'live');
  const told: string[] = [];
  rows.subscribe((notice) => told.push(...(notice.all ? ['*'] : notice.keys)));
  return { rows, told };
}

function named(name: string, namespace = 'shop') {
  const service = webService();
  return { ...service, metadata: { ...service.metadata, name, namespace, uid: `uid-${namespace}-${name}` } };
}

function sliceOf(service: string, ...endpoints: Parameters<typeof webSlice>[1]) {
  const labels = { 'kubernetes.io/service-name': service };
  const slice = webSlice(`${service}-1`, endpoints);
  return { ...slice, metadata: { ...slice.metadata, labels } };
}

const READY = { ready: 1, notReady: 0, terminating: 0, total: 1 };

describe('serviceRows', () => {
  test('is live once Services and slices are there, with the endpoints counted', async () => {
    fake.put('services', named('web'));
    fake.put('services', named('empty'));
    fake.put('endpointslices', sliceOf('web', podEndpoint('a', '10.0.0.1')));
    const { rows } = await liveRows();
    expect(rows.items.get('dev/shop/web')?.endpoints).toEqual(READY);
    expect(rows.items.get('dev/shop/empty')?.endpoints).toEqual({ ready: 0, notReady: 0, terminating: 0, total: 0 });
  });

  test('shows Services before their slices are there, uncounted and not yet live', async () => {
    fake.put('services', named('web'));
    fake.api.fault = (line) => (line.includes('endpointslices') ? { t: 'hang' } : undefined);
    const rows = rowsOf();
    await until(() => rows.items.size === 1);
    expect(rows.freshness.state).toBe('loading');
    expect(rows.items.get('dev/shop/web')?.endpoints).toBeUndefined();
  });

  test('tells only the rows that an event touches', async () => {
    for (const name of ['a', 'b', 'c']) fake.put('services', named(name));
    const { rows, told } = await liveRows();
    fake.put('endpointslices', sliceOf('b', podEndpoint('p', '10.0.0.1')));
    await until(() => rows.items.get('dev/shop/b')?.endpoints?.ready === 1);
    fake.api.objects.remove('services', 'shop/c');
    await until(() => rows.items.size === 2);
    expect(told).toEqual(['dev/shop/b', 'dev/shop/c']);
  });

  test('does not tell rows that come out as they were', async () => {
    fake.put('services', named('a'));
    fake.put('endpointslices', sliceOf('a', podEndpoint('p', '10.0.0.1')));
    const { told } = await liveRows();
    fake.put('endpointslices', sliceOf('a', podEndpoint('p', '10.0.0.9')));
    fake.put('services', named('z'));
    await until(() => told.includes('dev/shop/z'));
    expect(told).toEqual(['dev/shop/z']);
  });

  test('follows a slice that moves from one Service to another', async () => {
    for (const name of ['a', 'b']) fake.put('services', named(name));
    const slice = sliceOf('a', podEndpoint('p', '10.0.0.1'));
    fake.put('endpointslices', slice);
    const { rows } = await liveRows();
    fake.put('endpointslices', {
      ...slice,
      metadata: { ...slice.metadata, labels: { 'kubernetes.io/service-name': 'b' } },
    });
    await until(() => rows.items.get('dev/shop/b')?.endpoints?.ready === 1);
    expect(rows.items.get('dev/shop/a')?.endpoints?.total).toBe(0);
  });

  test('is live without counts where slices may not be listed', async () => {
    fake.put('services', named('web'));
    fake.api.may = ({ resource }) => resource !== 'endpointslices';
    const { rows } = await liveRows();
    expect(rows.items.get('dev/shop/web')?.endpoints).toBeUndefined();
  });

  test('counts as soon as slices may be listed, also where there are none', async () => {
    fake.put('services', named('web'));
    fake.api.may = ({ resource }) => resource !== 'endpointslices';
    const { rows } = await liveRows();
    fake.api.may = () => true;
    fake.clusters.retryNow('dev');
    await until(() => rows.items.get('dev/shop/web')?.endpoints?.total === 0);
  });

  test('is stale with the refusal where Services may not be listed at all', async () => {
    fake.api.may = ({ namespace }) => namespace === 'shop';
    const rows = rowsOf({ namespace: 'other' });
    await until(() => rows.freshness.state === 'stale');
    expect(rows.freshness).toMatchObject({
      failure: { code: 'forbidden', params: { verb: 'list', resource: 'services' } },
    });
  });

  test('watches one namespace alone when asked for one', async () => {
    fake.put('services', named('web', 'shop'));
    fake.put('services', named('web', 'other'));
    const rows = rowsOf({ namespace: 'shop' });
    await until(() => rows.freshness.state === 'live');
    expect([...rows.items.keys()]).toEqual(['dev/shop/web']);
    expect(fake.api.requests.some((line) => line.startsWith('GET /api/v1/services'))).toBe(false);
  });

  test('never asks for pods', async () => {
    await liveRows();
    expect(fake.api.requests.filter((line) => line.includes('/pods'))).toEqual([]);
  });

  test('is stale while the server is away, and keeps its rows', async () => {
    fake.put('services', named('web'));
    const { rows, told } = await liveRows();
    await until(() => fake.api.watching === 2);
    await fake.api.stop();
    await until(() => rows.freshness.state === 'stale');
    expect(rows.items.size).toBe(1);
    expect(told).toEqual([]);
  });
});
