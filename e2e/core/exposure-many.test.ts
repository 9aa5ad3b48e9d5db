import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BulkChanges } from '../../electron/core/exposure/bulk.ts';
import { noCluster } from '../cluster/vitest-bed.ts';
import { createService, read, refOf, remove, sceneOf, withAccident, type Scene } from './exposure/check.ts';
import { scenes } from './exposure/scenes.ts';
import { portolan } from './portolan.ts';

const names = ['one', 'two', 'three'];
const spec = { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] };
const toNodePort = { edits: [{ set: 'type', to: 'NodePort' }] } as const;
const typesIn = (scene: Scene): Promise<readonly (string | undefined)[]> =>
  Promise.all(names.map(async (name) => (await read(scene, refOf(scene, name))).spec.type));

// One address family says it all: what each plan is worth is shown elsewhere.
describe.skipIf(noCluster).each(scenes.filter((_, place) => place !== 1))('several Services on %s', (_, use) => {
  const held = use();
  const all = async (work: (scene: Scene, bulk: BulkChanges) => Promise<void>): Promise<void> => {
    const { scene } = held;
    await Promise.all(names.map((name) => createService(scene, name, { spec })));
    await work(scene, new BulkChanges(scene.exposures));
    await Promise.all(names.map((name) => remove(scene, refOf(scene, name))));
  };

  test('are previewed together, changed one by one, and taken back together', () =>
    all(async (scene, bulk) => {
      const refs = names.map((name) => refOf(scene, name));
      const previews = await bulk.preview(refs, toNodePort);
      const shown = previews.flatMap((one) => (one.ok ? [one.value] : []));
      expect(shown.map(({ plan, server }) => [plan.name, plan.way, server])).toEqual(
        names.map((name) => [name, 'patch', { state: 'accepted', differences: [] }]),
      );
      const targets = shown.map(({ plan }) => ({ ...refOf(scene, plan.name), expected: plan.fingerprint }));
      const done = await bulk.apply(targets, toNodePort);
      expect(done.map(({ ok }) => ok)).toEqual([true, true, true]);
      expect(await typesIn(scene)).toEqual(['NodePort', 'NodePort', 'NodePort']);
      await bulk.undo(targets.map(({ expected: _shown, ...ref }) => ref));
      expect(await typesIn(scene)).toEqual(['ClusterIP', 'ClusterIP', 'ClusterIP']);
    }));

  test('fail one by one: the others are changed, and each says what came of it', () =>
    all(async (scene) => {
      const broken = sceneOf(withAccident(scene.api, { verb: 'patch', nth: 2, how: 'refused' }), scene.context);
      const bulk = new BulkChanges(broken.exposures);
      const outcomes = await bulk.apply(
        [...names, 'none'].map((name) => refOf(scene, name)),
        toNodePort,
      );
      expect(outcomes.map((one) => (one.ok ? one.value.to : one.failure.code))).toEqual([
        'NodePort',
        'server-error',
        'NodePort',
        'not-found',
      ]);
      expect(await typesIn(scene)).toEqual(['NodePort', 'ClusterIP', 'NodePort']);
    }));

  test('on the command line, in one command', () =>
    all(async (scene) => {
      const state = await mkdtemp(join(tmpdir(), 'portolan-state-'));
      const run = (...args: readonly string[]) =>
        portolan([...args, '-n', 'default', '--kubeconfig', held.kubeconfig], { PORTOLAN_STATE_DIR: state });
      const subjects = names.map((name) => `svc/${name}`);
      const shown = await run('expose', ...subjects, '--type', 'NodePort', '--dry-run', '-o', 'json');
      expect(JSON.parse(shown.stdout)).toMatchObject({
        services: names.map((name) => ({ service: `default/${name}`, plan: { to: 'NodePort', patchType: 'merge' } })),
      });
      const done = await run('expose', ...subjects, 'svc/none', '--type', 'NodePort', '--yes');
      expect(done.stdout).toContain('3 Service(s) changed: default/one, default/two, default/three');
      expect(done.stderr).toMatch(/^portolan: default\/none: /m);
      expect(done.code).toBe(1);
      expect(await typesIn(scene)).toEqual(['NodePort', 'NodePort', 'NodePort']);
      expect((await run('undo', ...subjects, '--yes')).code).toBe(0);
      expect(await typesIn(scene)).toEqual(['ClusterIP', 'ClusterIP', 'ClusterIP']);
      await rm(state, { recursive: true, force: true });
    }));
});
