import { afterEach, describe, expect, test } from 'vitest';
import { noCluster } from '../cluster/vitest-bed.ts';
import { waitFor } from '../cluster/wait.ts';
import { closeCore, forward, podBehind, share } from './forwarding.ts';
import { closeAll, liveRows, open, when } from './open-clusters.ts';
import { testClusters, untilReady } from './test-cluster.ts';

afterEach(closeAll);
afterEach(closeCore);

describe.skipIf(noCluster).each(testClusters)('%s in trouble', (_, use) => {
  const held = use();

  test.each([
    ['badToken', 'unauthenticated'],
    ['wrongCa', 'tls-untrusted'],
  ] as const)('turns a %s away as %s', async (kind, code) => {
    const { clusters, context } = await open(await held.cluster.stranger(kind));
    const link = () => clusters.contexts.items.get(context)?.link;
    await when(clusters.contexts, () => link()?.state === 'denied' || link()?.state === 'unreachable');
    expect(link()).toMatchObject({ failure: { code } });
  });

  test('is stale while its API server is down, then live again with every row once', async () => {
    const { cluster } = held;
    const { clusters, context } = await open(cluster.kubeconfig);
    const rows = await liveRows({ clusters, context });
    const before = new Map(rows.items);
    const told: string[] = [];
    rows.subscribe((notice) => told.push(...(notice.all ? ['*'] : notice.keys)));
    const link = () => clusters.contexts.items.get(context)?.link.state;

    await cluster.api.stop();
    await when(clusters.contexts, () => link() === 'stale');
    await when(rows, () => rows.freshness.state === 'stale');
    expect(rows.items).toEqual(before);

    await cluster.api.start();
    await when(rows, () => rows.freshness.state === 'live');
    await when(clusters.contexts, () => link() === 'live');
    expect(rows.items).toEqual(before);
    expect(told).toEqual([]);
  });

  test('that has forgotten its history is listed anew, and only what changed is told', async () => {
    const { cluster } = held;
    const { clusters, context } = await open(cluster.kubeconfig);
    const rows = await liveRows({ clusters, context });
    const before = rows.items.size;
    const told = new Set<string>();
    rows.subscribe((notice) => {
      for (const key of notice.all ? ['*'] : notice.keys) told.add(key);
    });
    await cluster.api.stop();
    await when(rows, () => rows.freshness.state === 'stale');
    await cluster.api.start();
    await cluster.kubectl(['annotate', 'service', '-n', 'shop', 'web', 'touched=yes']);
    await cluster.compact();
    await cluster.kubectl(['create', 'service', 'clusterip', 'newcomer', '-n', 'shop', '--tcp=80']);
    await when(rows, () => rows.freshness.state === 'live' && rows.items.has(`${context}/shop/newcomer`));
    await when(rows, () => told.has(`${context}/shop/web`));
    expect(rows.items.size).toBe(before + 1);
    expect([...told].toSorted()).toEqual([`${context}/shop/newcomer`, `${context}/shop/web`]);
  });

  test('is forwarded evenly, and loses no new connection when a Pod is killed', async () => {
    const { cluster } = held;
    const { port, view } = await forward(cluster, 'web', 80);
    expect([...(await share(port, 90)).values()]).toEqual([30, 30, 30]);
    const [victim = ''] = (await share(port, 9)).keys();
    const answers = share(port, 200, 4);
    await cluster.kubectl(['-n', 'shop', 'delete', 'pod', victim, '--grace-period=0', '--force', '--wait=false']);
    await answers;
    await untilReady(cluster, 3);
    await waitFor('the new Pod', () => view().endpoints.filter(({ state }) => state === 'ready').length === 3);
    expect((await share(port, 30)).has(victim)).toBe(false);
    expect(view().connections.failed).toBe(0);
  });

  test('is forwarded without a gap while all its Pods are replaced, 10 connections at a time', async () => {
    const { kubectl } = held.cluster;
    const { port, view } = await forward(held.cluster, 'web', 80);
    const before = [...(await share(port, 9)).keys()];
    const over = new AbortController();
    const replaced = kubectl(['-n', 'shop', 'rollout', 'restart', 'deployment/web'])
      .then(() => kubectl(['-n', 'shop', 'rollout', 'status', 'deployment/web', '--timeout=60s']))
      .finally(() => over.abort());
    while (!over.signal.aborted) await share(port, 20);
    await replaced;
    await untilReady(held.cluster, 3);
    const after = new Set((await share(port, 9)).keys());
    expect(before.filter((pod) => after.has(pod))).toEqual([]);
    expect(view().connections.failed).toBe(0);
  });

  test('has connections held while its API server is away, and answers them when it is back', async () => {
    const { cluster } = held;
    const { port, view } = await forward(cluster, 'web', 80);
    await podBehind(port);
    await cluster.api.stop();
    await waitFor('the trouble', () => view().state.state === 'holding');
    const waiting = podBehind(port);
    await cluster.api.start();
    expect(await waiting).toMatch(/^web-/);
    await waitFor('all well', () => view().state.state === 'listening');
    expect([...(await share(port, 30)).values()]).toEqual([10, 10, 10]);
  });
});
