import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../shared/failure.ts';
import type { ServiceRef } from '../../shared/model/service.ts';
import type { Edit } from '../../shared/exposure-schema.ts';
import { noCluster, useBed } from '../cluster/vitest-bed.ts';
import {
  createService,
  read,
  refOf,
  remove,
  sceneOf,
  slicesOf,
  startEditor,
  withAccident,
  type Scene,
} from './exposure/check.ts';
import { scenes } from './exposure/scenes.ts';
import { portolan } from './portolan.ts';

const ports = [{ name: 'http', port: 80, targetPort: 8080 }];
const selector = { app: 'web' };
const toType = (to: 'NodePort' | 'ClusterIP'): Edit => ({ set: 'type', to });

/** As a person does who is told that the plan has changed: looks again, and applies. */
async function insist(scene: Scene, ref: ServiceRef, edits: readonly Edit[]): Promise<void> {
  for (;;) {
    try {
      await scene.exposures.apply(ref, { edits });
      return;
    } catch (error) {
      if (!(error instanceof AppError && error.failure.code === 'plan-changed')) throw error;
    }
  }
}

describe.skipIf(noCluster).each(scenes)('exposure beside others, on %s', (_, use) => {
  const held = use();
  let state = '';
  beforeAll(async () => {
    state = await mkdtemp(join(tmpdir(), 'portolan-state-'));
  });
  afterAll(() => rm(state, { recursive: true, force: true }));

  test('another client that edits 20 times a second loses none of its edits', async () => {
    const { scene } = held;
    const ref = refOf(scene, 'busy');
    await createService(scene, 'busy', { spec: { selector, ports } });
    const editor = startEditor(scene, ref);
    let round = 0;
    try {
      while (editor.made() < 20) {
        round++;
        await insist(scene, ref, [toType(round % 2 === 1 ? 'NodePort' : 'ClusterIP')]);
        await insist(scene, ref, [{ set: 'port-changed', port: 80, to: { targetPort: 8000 + round } }]);
      }
    } finally {
      await editor.stop();
    }
    const made = editor.made();
    const { spec, metadata } = await read(scene, ref);
    const numbers = Array.from({ length: made }, (__, index) => index + 1);
    expect(numbers.filter((n) => metadata.annotations?.[`example.com/edit-${n}`] === undefined)).toEqual([]);
    expect(numbers.filter((n) => n % 10 === 0 && !spec.ports?.some(({ port }) => port === 1000 + n))).toEqual([]);
    expect(spec.ports?.find(({ port }) => port === 80)?.targetPort).toBe(8000 + round);
    expect(spec.type).toBe(round % 2 === 1 ? 'NodePort' : 'ClusterIP');
    await remove(scene, ref);
  });

  test('a plan that has become another one is not applied', async () => {
    const { scene } = held;
    const ref = refOf(scene, 'late');
    await createService(scene, 'late', { spec: { selector, ports } });
    const wish = { edits: [toType('NodePort'), { set: 'port-changed', port: 80, to: { nodePort: 30_055 } }] } as const;
    const { fingerprint, refusal } = await scene.exposures.plan(ref, wish);
    expect(refusal).toBeUndefined();
    await createService(scene, 'first', { spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 30_055 }] } });
    await expect(scene.exposures.apply(ref, wish, { expected: fingerprint })).rejects.toMatchObject({
      failure: { code: 'plan-changed' },
    });
    expect((await read(scene, ref)).spec.type).toBe('ClusterIP');
    await remove(scene, refOf(scene, 'first'));
    await remove(scene, ref);
  });

  test('undo asks for no number that somebody else has now, and says so', async () => {
    const { scene } = held;
    const ref = refOf(scene, 'returns');
    await createService(scene, 'returns', {
      spec: { type: 'NodePort', selector, ports: [{ port: 80, nodePort: 30_066 }] },
    });
    await scene.exposures.apply(ref, { edits: [toType('ClusterIP')] });
    await createService(scene, 'thief', { spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 30_066 }] } });
    const { warnings } = await scene.exposures.undo(ref);
    expect(warnings).toContainEqual({ code: 'node-port-not-kept', params: { what: '30066' } });
    const { spec } = await read(scene, ref);
    expect(spec.type).toBe('NodePort');
    expect(spec.ports?.[0]?.nodePort).not.toBe(30_066);
    await scene.exposures.redo(ref);
    expect((await read(scene, ref)).spec.type).toBe('ClusterIP');
    await remove(scene, refOf(scene, 'thief'));
    await remove(scene, ref);
  });

  test.each([false, true])('a way that ends half-way is gone back (recreate: %s)', async (recreate) => {
    const { scene } = held;
    const ref = refOf(scene, 'halfway');
    const { spec } = await createService(scene, 'halfway', { spec: { type: 'NodePort', selector, ports } });
    const accident = recreate ? { verb: 'create', nth: 1 } : { verb: 'patch', nth: 2 };
    const broken = sceneOf(withAccident(scene.api, { ...accident, how: 'refused' }), scene.context);
    const wish = { edits: [{ set: 'type', to: 'Headless' }], recreate } as const;
    await expect(broken.exposures.apply(ref, wish)).rejects.toMatchObject({ failure: { code: 'apply-taken-back' } });
    expect((await read(scene, ref)).spec).toEqual(spec);
    await remove(scene, ref);
  });

  test('a change that was made without an answer counts as made', async () => {
    const { scene } = held;
    const ref = refOf(scene, 'silent');
    await createService(scene, 'silent', { spec: { selector, ports } });
    const cut = sceneOf(withAccident(scene.api, { verb: 'patch', nth: 1, how: 'unanswered' }), scene.context);
    await cut.exposures.apply(ref, { edits: [toType('NodePort')] });
    expect((await read(scene, ref)).spec.type).toBe('NodePort');
    await cut.exposures.undo(ref);
    expect((await read(scene, ref)).spec.type).toBe('ClusterIP');
    await remove(scene, ref);
  });

  test('the slices of a Service that is headless no more lose the label that hides them from kube-proxy', async () => {
    const { scene } = held;
    const ref = refOf(scene, 'healed');
    await createService(scene, 'healed', { spec: { clusterIP: 'None', selector, ports } });
    await expect.poll(async () => (await slicesOf(scene, ref)).length).toBe(1);
    await scene.exposures.apply(ref, { edits: [toType('ClusterIP')] });
    const [labels] = await slicesOf(scene, ref);
    expect(labels).not.toHaveProperty(['service.kubernetes.io/headless']);
    expect((await read(scene, ref)).metadata.labels ?? {}).toEqual({});
    await remove(scene, ref);
  });

  test('on the command line: the plan as JSON, then applied, then undone by another process', async () => {
    const { scene, kubeconfig } = held;
    const ref = refOf(scene, 'typed');
    await createService(scene, 'typed', { spec: { selector, ports } });
    const run = (...args: readonly string[]) =>
      portolan([...args, '-n', 'default', '--kubeconfig', kubeconfig], { PORTOLAN_STATE_DIR: state });
    const expose = ['expose', 'svc/typed', '--type', 'NodePort', '--node-port', '30077'];
    const shown = await run(...expose, '--dry-run', '-o', 'json');
    expect({ code: shown.code, stderr: shown.stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(shown.stdout)).toMatchObject({
      patchType: 'merge',
      steps: [{ do: 'patch', body: { spec: { type: 'NodePort' } } }],
      effects: [{ code: 'node-ports-opened', text: 'Every node opens port 30077.' }],
      warnings: [],
      cost: { before: 0, after: 0, currency: 'USD' },
    });
    expect((await run(...expose)).stderr).toContain('Nothing was applied');
    expect((await read(scene, ref)).spec.type).toBe('ClusterIP');
    expect((await run(...expose, '--yes', '--no-wait')).code).toBe(0);
    expect((await read(scene, ref)).spec.ports?.[0]?.nodePort).toBe(30_077);

    const file = join(state, 'exposure-history.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(file, 'utf8'))).toBeTypeOf('object');
    expect((await run('undo', 'svc/typed', '--yes')).code).toBe(0);
    expect((await read(scene, ref)).spec.type).toBe('ClusterIP');
    const again = await run('undo', 'svc/typed', '--yes');
    expect({ code: again.code, stderr: again.stderr }).toEqual({
      code: 1,
      stderr: 'portolan: There is no change of default/typed to undo.\n',
    });
    await remove(scene, ref);
  });
});

describe.skipIf(noCluster)('without the right to patch', () => {
  const shared = useBed();

  test('the plan says so, and nothing is sent', async () => {
    const kubeconfig = await shared.bed.kubeconfigFor({ kind: 'token', as: 'viewer', namespace: 'shop' });
    const { stderr, code } = await portolan([
      'expose',
      'svc/web',
      '--type',
      'NodePort',
      '--yes',
      '--kubeconfig',
      kubeconfig,
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain('You may not patch Services in shop');
  });
});
