import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../electron/core/clock.ts';
import { CostBook } from '../../electron/core/costs/cost-book.ts';
import { BulkChanges } from '../../electron/core/exposure/bulk.ts';
import { SharedEntries } from '../../electron/core/sharing/shared-entries.ts';
import { StateFile } from '../../electron/core/state.ts';
import type { KubeApi, KubeRequest } from '../../electron/core/kube/api.ts';
import type { ApiJson } from '../../shared/model/exposure.ts';
import { noCluster } from '../cluster/vitest-bed.ts';
import { createService, read, refOf, remove, sceneOf, withAccident, type Scene } from './exposure/check.ts';
import { scenes } from './exposure/scenes.ts';
import { portolan } from './portolan.ts';

const names = ['api', 'blog'];
const spec = { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] };
const services = names.map((name) => ({ namespace: 'default', name }));
const wish = { services, domain: 'example.com' } as const;
const NET = '/apis/networking.k8s.io/v1';

async function sharingIn({ api, exposures }: Scene): Promise<SharedEntries> {
  const bulk = new BulkChanges(exposures);
  const costs = new CostBook(await StateFile.open(undefined));
  return new SharedEntries({ api: () => api, clock: systemClock, bulk, costs, history: exposures.allChanges });
}

const typesIn = (scene: Scene): Promise<readonly (string | undefined)[]> =>
  Promise.all(names.map(async (name) => (await read(scene, refOf(scene, name))).spec.type));

const ask = <T>(api: KubeApi, request: Pick<KubeRequest, 'path' | 'verb' | 'method' | 'body'>): Promise<T> =>
  api.json<T>({ resource: 'ingresses', signal: new AbortController().signal, ...request });

async function ingressesIn({ api }: Scene): Promise<readonly ApiJson[]> {
  const path = `${NET}/namespaces/default/ingresses`;
  return (await ask<{ items: readonly ApiJson[] }>(api, { path, verb: 'list' })).items;
}

const places = scenes.filter((_, place) => place !== 1);
describe.skipIf(noCluster).each(places)('one entry for several Services on %s', (where, use) => {
  const held = use();
  /** The demo cluster shows no classes, as a server does to those who may not see them. */
  const hasClasses = where !== 'the demo cluster';
  beforeEach(async () => {
    for (const name of names) await createService(held.scene, name, { spec });
    if (hasClasses) {
      const body = { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'near' } };
      const controller = { spec: { controller: 'example.com/near' } };
      const path = `${NET}/ingressclasses`;
      await ask(held.scene.api, { path, verb: 'create', method: 'POST', body: { ...body, ...controller } });
    }
  });
  afterEach(async () => {
    for (const name of names) await remove(held.scene, refOf(held.scene, name));
    if (hasClasses) await ask(held.scene.api, { path: `${NET}/ingressclasses/near`, verb: 'delete', method: 'DELETE' });
  });

  test('is previewed by the server, made, and taken back with the load balancers', async () => {
    const { scene } = held;
    const sharing = await sharingIn(scene);
    const { plan, servers } = await sharing.preview(scene.context, wish);
    expect(plan.entry?.key).toBe(hasClasses ? 'ingress/near' : 'ingress/');
    expect(servers).toEqual(
      ['Ingress default/shared', 'Service default/api', 'Service default/blog'].map((of) => ({
        of,
        server: { state: 'accepted', differences: [] },
      })),
    );
    expect(await ingressesIn(scene)).toEqual([]);
    const { outcomes } = await sharing.apply(scene.context, wish, { expected: plan.fingerprint });
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await typesIn(scene)).toEqual(['ClusterIP', 'ClusterIP']);
    expect(await ingressesIn(scene)).toMatchObject([
      {
        metadata: { name: 'shared' },
        spec: { rules: names.map((name) => ({ host: `${name}.example.com` })) },
      },
    ]);
    const list = await sharing.list(scene.context);
    const [view] = [...list.items.values()];
    expect(view).toMatchObject({ name: 'shared', objects: ['Ingress default/shared'] });
    await sharing.undo({ context: scene.context, namespace: 'default', name: 'shared' });
    expect(await typesIn(scene)).toEqual(['LoadBalancer', 'LoadBalancer']);
    expect(await ingressesIn(scene)).toEqual([]);
    expect([...list.items.values()]).toEqual([]);
    list.close();
  });

  test('a Service that can not be changed keeps its load balancer, and is told of', async () => {
    const { scene } = held;
    const broken = sceneOf(withAccident(scene.api, { verb: 'patch', nth: 2, how: 'refused' }), scene.context);
    const sharing = await sharingIn(broken);
    const { outcomes } = await sharing.apply(scene.context, wish);
    expect(outcomes.map((one) => (one.ok ? one.value.to : one.failure.code))).toEqual(['ClusterIP', 'server-error']);
    expect(await typesIn(scene)).toEqual(['ClusterIP', 'LoadBalancer']);
    await sharing.undo({ context: scene.context, namespace: 'default', name: 'shared' });
    expect(await typesIn(scene)).toEqual(['LoadBalancer', 'LoadBalancer']);
  });

  test('an entry that somebody still needs is not taken away', async () => {
    const { scene } = held;
    const sharing = await sharingIn(scene);
    await sharing.apply(scene.context, wish);
    // Done since, and so the first to be taken back.
    const label = { set: 'label', key: 'team', value: 'a' } as const;
    await scene.exposures.apply(refOf(scene, 'api'), { edits: [label] });
    const ref = { context: scene.context, namespace: 'default', name: 'shared' };
    const outcomes = await sharing.undo(ref);
    expect(outcomes.filter(({ ok }) => !ok)).toMatchObject([{ ref: { name: 'api' } }]);
    expect(await ingressesIn(scene)).toHaveLength(1);
    await scene.exposures.undo(refOf(scene, 'api'));
    await sharing.undo(ref);
    expect(await typesIn(scene)).toEqual(['LoadBalancer', 'LoadBalancer']);
    expect(await ingressesIn(scene)).toEqual([]);
  });

  test('on the command line: the plan, then made, then undone by another process', async () => {
    const { scene, kubeconfig } = held;
    const state = await mkdtemp(join(tmpdir(), 'portolan-state-'));
    const run = (...args: readonly string[]) =>
      portolan([...args, '-n', 'default', '--kubeconfig', kubeconfig], { PORTOLAN_STATE_DIR: state });
    const share = ['share', 'svc/api', 'svc/blog', '--rule', 'api=a.example', 'blog=a.example/blog'];
    const shown = await run(...share, '--dry-run', '-o', 'json');
    expect({ code: shown.code, stderr: shown.stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(shown.stdout)).toMatchObject({
      rules: [
        { name: 'api', port: 80, host: 'a.example', path: '/' },
        { name: 'blog', port: 80, host: 'a.example', path: '/blog' },
      ],
      services: [{ plan: { from: 'LoadBalancer', to: 'ClusterIP' } }, {}],
    });
    const done = await run(...share, '--yes');
    expect(done.stdout).toContain('Undo: portolan undo share/shared -n default');
    expect(await typesIn(scene)).toEqual(['ClusterIP', 'ClusterIP']);
    const undone = await run('undo', 'share/shared', '--yes');
    expect(undone.stdout).toContain('2 Service(s) have load balancers of their own again');
    expect(await typesIn(scene)).toEqual(['LoadBalancer', 'LoadBalancer']);
    expect(await ingressesIn(scene)).toEqual([]);
    await rm(state, { recursive: true, force: true });
  });
});
