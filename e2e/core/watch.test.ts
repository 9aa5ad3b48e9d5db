import { afterEach, describe, expect, test } from 'vitest';
import type { ServiceRow } from '../../shared/model/service.ts';
import type { EndpointSlice, Service } from '../../electron/core/kube/objects.ts';
import { serviceDetail } from '../../electron/core/services/detail.ts';
import type { Bed } from '../cluster/bed.ts';
import { sampleServices } from '../cluster/samples.ts';
import { noCluster, useBed } from '../cluster/vitest-bed.ts';
import { expectedServices } from './expected-services.ts';
import { closeAll, liveRows, open, when } from './open-clusters.ts';

const NONE = { ready: 0, notReady: 0, terminating: 0, total: 0 };
afterEach(closeAll);

async function kubectlServices(bed: Bed) {
  const printed = await bed.kubectl(['get', 'svc,endpointslices', '-A', '-o', 'json']);
  const { items } = JSON.parse(printed) as { items: (Service | EndpointSlice)[] };
  return expectedServices(items);
}

/** A row in the words of `expectedServices`. */
function inKubectlWords({ ports, endpoints = NONE, sessionAffinity, ...row }: ServiceRow) {
  const { context: _context, key: _key, uid: _uid, resourceVersion: _version, ...rest } = row;
  const {
    headless: _headless,
    publishNotReadyAddresses: _publish,
    ipFamilyPolicy: _policy,
    loadBalancerClass: _class,
    unserved: _unserved,
    ...same
  } = rest;
  return {
    ...same,
    ports: ports.map((port) => ({ ...port, name: port.name ?? '' })),
    endpoints,
    sessionAffinity: sessionAffinity.type,
  };
}

type Named = { readonly namespace?: string | undefined; readonly name: string };

function byName(a: Named, b: Named): number {
  return `${a.namespace ?? ''}/${a.name}` < `${b.namespace ?? ''}/${b.name}` ? -1 : 1;
}

describe.skipIf(noCluster)('the rows of a real cluster', () => {
  const shared = useBed();

  test('equal kubectl get svc,endpointslices for every kind of Service', async () => {
    const rows = await liveRows(await open(shared.bed.kubeconfig));
    const expected = await kubectlServices(shared.bed);
    expect([...rows.items.values()].map(inKubectlWords).toSorted(byName)).toEqual(expected.toSorted(byName));
    for (const key of Object.keys(sampleServices)) expect(rows.items.has(`bed/${key}`) || key).toBe(true);
  });

  test('are those of the one namespace that a viewer may see, with the missing rights named', async () => {
    const kubeconfig = await shared.bed.kubeconfigFor({ kind: 'token', as: 'viewer', namespace: 'shop' });
    const viewer = await open(kubeconfig);
    const rows = await liveRows(viewer);
    expect(new Set([...rows.items.values()].map(({ namespace }) => namespace))).toEqual(new Set(['shop']));
    const view = viewer.clusters.contexts.items.get(viewer.context);
    expect(view?.scope).toMatchObject({ whole: false, namespaces: ['shop'] });
    expect(
      view?.gaps.map(({ params }) => `${params['user']} ${params['verb']} ${params['resource']} ${params['scope']}`),
    ).toEqual(['viewer list services *', 'viewer list namespaces *']);
  });

  test('are refused to somebody who may see nothing', async () => {
    const { clusters, context } = await open(await shared.bed.kubeconfigFor({ kind: 'token', as: 'nobody' }));
    await when(clusters.contexts, () => clusters.contexts.items.get(context)?.link.state === 'denied');
    expect(clusters.contexts.items.get(context)?.link).toMatchObject({ failure: { code: 'forbidden' } });
  });

  test('have a detail page with each endpoint once, and the pods without one', async () => {
    const { clusters, context } = await open(shared.bed.kubeconfig);
    const detail = serviceDetail(clusters.cluster(context), { context, namespace: 'shop', name: 'both-families' });
    await when(detail, () => detail.freshness.state === 'live');
    const [item] = detail.items.values();
    expect(item?.endpoints.map(({ addresses, pod }) => [addresses.length, pod?.ready])).toEqual([
      [2, true],
      [2, true],
      [2, true],
    ]);
    expect(item?.podsWithoutEndpoint).toEqual([]);
  });
});
