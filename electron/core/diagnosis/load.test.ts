import { expect, test } from 'vitest';
import { fail } from '../../../shared/failure.ts';
import type { KubeApi } from '../kube/api.ts';
import { ClusterFacts } from './cluster-facts.ts';
import { diagnose } from './diagnose.ts';
import { loadSnapshot } from './load.ts';

const service = {
  metadata: { name: 'web', namespace: 'shop' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
};
const lists: Readonly<Record<string, readonly unknown[]>> = {
  '/apis': [],
  '/api/v1/namespaces/shop/services': [service],
  '/api/v1/namespaces/shop/pods': [],
  '/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices': [],
};

/** A server that lets nobody read but these lists. */
function apiOf(open: Readonly<Record<string, readonly unknown[]>>): KubeApi {
  const json = (({ path, verb, resource, namespace }) => {
    const items = open[path.replace(/\?.*/, '')];
    if (!items) return Promise.reject(fail('forbidden', { user: 'me', verb, resource, scope: namespace ?? '*' }));
    return Promise.resolve({ items });
  }) as KubeApi['json'];
  const none = (): never => {
    throw new Error('not asked for');
  };
  return { server: 'https://example.com', json, lines: none, bytes: none, upgrade: none, close: () => undefined };
}

async function answer(open: Readonly<Record<string, readonly unknown[]>>) {
  const { signal } = new AbortController();
  const facts = new ClusterFacts(await loadSnapshot({ api: apiOf(open), namespace: 'shop', now: 0, signal }));
  const [found] = facts.in('Service', 'shop');
  if (!found) throw new Error('no Service');
  return diagnose(facts, { service: found });
}

test('whoever may read one namespace alone still gets an answer from it', async () => {
  const { verdict, findings } = await answer(lists);
  expect({ verdict, code: findings[0]?.code }).toEqual({ verdict: 'broken', code: 'B8' });
});

test('rights that are missing for an answer make it unknown, and are named', async () => {
  const { '/api/v1/namespaces/shop/pods': _, ...without } = lists;
  const { verdict, findings } = await answer(without);
  expect({ verdict, code: findings[0]?.code }).toEqual({ verdict: 'unknown', code: 'U1' });
  expect(findings[0]?.params['kinds']).toContain('pods');
});

test('rights that are missing for Services are an error', async () => {
  await expect(answer({ '/apis': [] })).rejects.toMatchObject({ failure: { code: 'forbidden' } });
});
