import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../electron/core/clock.ts';
import { ObjectChanges } from '../../electron/core/objects/object-changes.ts';
import { sendAll } from '../../electron/core/objects/send.ts';
import type { Place } from '../../shared/model/objects.ts';
import type { NewService, ObjectWish } from '../../shared/objects-schema.ts';
import { noCluster, useBed } from '../cluster/vitest-bed.ts';
import { createService, read, refOf, remove, type Scene } from './exposure/check.ts';
import { scenes } from './exposure/scenes.ts';
import { portolan } from './portolan.ts';

const changesIn = ({ api, exposures }: Scene): ObjectChanges =>
  new ObjectChanges({ clock: systemClock, api: () => api, history: exposures.allChanges, forwardsOf: () => [] });
const placeIn = ({ context }: Scene): Place => ({ context, namespace: 'default' });
const { signal } = new AbortController();
const form: NewService = { name: 'made', type: 'ClusterIP', ports: [{ port: 80 }], selector: { app: 'made' } };

const forms: readonly (readonly [string, Partial<NewService>])[] = [
  ['a ClusterIP', {}],
  ['a NodePort', { type: 'NodePort' }],
  ['a NodePort with a number', { type: 'NodePort', ports: [{ port: 80, nodePort: 30_123 }] }],
  ['a LoadBalancer', { type: 'LoadBalancer' }],
  ['a headless one', { type: 'Headless' }],
  ['an ExternalName', { type: 'ExternalName', externalName: 'a.example', ports: [], selector: {} }],
  ['one without a selector', { selector: {}, addresses: ['192.0.2.1', '2001:db8::1'] }],
  [
    'two ports',
    {
      ports: [
        { name: 'a', port: 1 },
        { name: 'b', port: 2, targetPort: 'x', protocol: 'UDP' },
      ],
    },
  ],
  ['a bad name', { name: 'A_b' }],
  ['no ports', { ports: [] }],
  ['unnamed ports', { ports: [{ port: 1 }, { port: 2 }] }],
  ['a port out of range', { ports: [{ port: 70_000 }] }],
  ['a node port out of range', { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] }],
  ['a bad targetPort', { ports: [{ port: 80, targetPort: 'way-too-long-for-a-port-name' }] }],
  ['a bad selector', { selector: { 'a b': 'c' } }],
  ['no external name', { type: 'ExternalName', ports: [] }],
  ['a URL for a name', { type: 'ExternalName', externalName: 'https://a.example', ports: [] }],
  ['a bad address', { selector: {}, addresses: ['nowhere'] }],
  ['a loopback address', { selector: {}, addresses: ['127.0.0.1'] }],
];

describe.skipIf(noCluster).each(scenes)('objects on %s', (_, use) => {
  const held = use();

  test.each(forms)('%s: the plan says what the server does, and undo takes it away', async (_name, wanted) => {
    const { scene } = held;
    const changes = changesIn(scene);
    const wish: ObjectWish = { do: 'create', service: { ...form, ...wanted } };
    const { plan, server } = await changes.preview(placeIn(scene), wish);
    if (plan.refusal) {
      const { message: detail } = plan.refusal;
      // The dry run takes node ports that the server would refuse.
      await expect(sendAll(plan, { api: scene.api, place: placeIn(scene), signal })).rejects.toMatchObject({
        failure: { params: { detail } },
      });
      return;
    }
    expect(server).toEqual({ state: 'accepted', differences: [] });
    await changes.apply(placeIn(scene), wish, { expected: plan.fingerprint });
    expect((await read(scene, refOf(scene, 'made'))).spec.type).toBe(
      wanted.type === 'Headless' ? 'ClusterIP' : (wanted.type ?? 'ClusterIP'),
    );
    expect((await changes.plan(placeIn(scene), wish)).refusal).toBeDefined();
    await changes.undo(refOf(scene, 'made'));
    await expect(read(scene, refOf(scene, 'made'))).rejects.toMatchObject({ failure: { code: 'not-found' } });
    expect(await changes.slices(refOf(scene, 'made'))).toBe('');
  });

  test('a deleted Service comes back with its address, its numbers and its labels', async () => {
    const { scene } = held;
    const changes = changesIn(scene);
    const ref = refOf(scene, 'back');
    const before = await createService(scene, 'back', {
      spec: { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 80 }] },
      metadata: { labels: { team: 'a' } },
    });
    await changes.apply(placeIn(scene), { do: 'delete', name: 'back' });
    await expect(read(scene, ref)).rejects.toMatchObject({ failure: { code: 'not-found' } });
    await changes.undo(ref);
    const after = await read(scene, ref);
    expect(after.spec).toEqual(before.spec);
    expect(after.metadata.labels).toEqual({ team: 'a' });
    await changes.redo(ref);
    await expect(read(scene, ref)).rejects.toMatchObject({ failure: { code: 'not-found' } });
    await changes.undo(ref);
    expect((await read(scene, ref)).spec).toEqual(before.spec);
    await expect(changes.undo(ref)).rejects.toMatchObject({ failure: { code: 'nothing-to-undo' } });
    await remove(scene, ref);
  });

  test('undo asks for no number that somebody else has now, and leaves a namesake alone', async () => {
    const { scene } = held;
    const changes = changesIn(scene);
    const ref = refOf(scene, 'robbed');
    const spec = { type: 'NodePort', ports: [{ port: 80, nodePort: 30_088 }] };
    await createService(scene, 'robbed', { spec });
    await changes.apply(placeIn(scene), { do: 'delete', name: 'robbed' });
    await createService(scene, 'robber', { spec });
    await changes.undo(ref);
    expect((await read(scene, ref)).spec.ports?.[0]?.nodePort).not.toBe(30_088);
    await remove(scene, refOf(scene, 'robber'));
    await remove(scene, ref);

    await changes.apply(placeIn(scene), { do: 'create', service: form });
    await remove(scene, refOf(scene, 'made'));
    await createService(scene, 'made', { spec: { ports: [{ port: 1 }] } });
    await expect(changes.undo(refOf(scene, 'made'))).rejects.toMatchObject({ failure: { code: 'plan-changed' } });
    await remove(scene, refOf(scene, 'made'));
  });

  test('a copy can be made of a Service with its own slices, and the slices be edited and put back', async () => {
    const { scene } = held;
    const changes = changesIn(scene);
    const ref = refOf(scene, 'made');
    await changes.apply(placeIn(scene), {
      do: 'create',
      service: { ...form, selector: {}, addresses: ['192.0.2.1', '192.0.2.2'] },
    });
    const text = await changes.copy(ref, 'twin');
    await changes.apply(placeIn(scene), { do: 'create-from-text', text });
    const twin = refOf(scene, 'twin');
    const slices = await changes.slices(twin);
    expect(slices).toContain('192.0.2.2');
    const edited = `${slices.replace('192.0.2.2', '192.0.2.3')}---\n${slices.replace('name: twin-ipv4', 'name: more')}`;
    await changes.apply(placeIn(scene), { do: 'set-slices', name: 'twin', text: edited });
    expect(await changes.slices(twin)).toContain('192.0.2.3');
    await changes.undo(twin);
    expect(await changes.slices(twin)).toBe(slices);
    await changes.undo(twin);
    await expect(read(scene, twin)).rejects.toMatchObject({ failure: { code: 'not-found' } });
    // All of it again, on objects made anew, and back.
    await changes.redo(twin);
    await changes.redo(twin);
    expect(await changes.slices(twin)).toContain('192.0.2.3');
    await changes.undo(twin);
    await changes.undo(twin);
    await changes.undo(ref);
    expect(await changes.slices(twin)).toBe('');
  });

  test('on the command line: a workload is exposed, the Service deleted, and that undone', async () => {
    const { scene, kubeconfig } = held;
    const state = await mkdtemp(join(tmpdir(), 'portolan-state-'));
    const run = (...args: readonly string[]) =>
      portolan([...args, '-n', 'default', '--kubeconfig', kubeconfig], { PORTOLAN_STATE_DIR: state });
    const containers = [{ name: 'app', image: 'example.com/app', ports: [{ name: 'http', containerPort: 8080 }] }];
    const labels = { app: 'front' };
    await scene.api.json({
      path: '/apis/apps/v1/namespaces/default/deployments',
      method: 'POST',
      verb: 'create',
      resource: 'deployments',
      namespace: 'default',
      signal: new AbortController().signal,
      body: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'front' },
        spec: {
          replicas: 0,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers } },
        },
      },
    });
    const shown = await run('expose', 'deploy/front', '--dry-run', '-o', 'json');
    expect({ code: shown.code, stderr: shown.stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(shown.stdout)).toMatchObject({
      steps: [{ do: 'create', object: { spec: { selector: labels, ports: [{ port: 8080, targetPort: 'http' }] } } }],
    });
    expect((await run('expose', 'deploy/front', '--port', '80:http')).stderr).toContain('Nothing was applied');
    const made = await run('expose', 'deploy/front', '--port', '80:http', '--yes');
    // It has no Pods: that is said after a while, and why.
    expect(made.stdout).toMatch(
      /Seen in the cluster: yes\n {2}Ready endpoints: not yet, after a while 0\/0\n {2}Why: \S/,
    );
    expect(made.code).toBe(0);
    expect((await read(scene, refOf(scene, 'front'))).spec.ports).toMatchObject([{ port: 80, targetPort: 'http' }]);
    expect((await run('create', 'svc/front', '--port', '1', '--yes')).stderr).toContain('"front" already exists');
    const gone = await run('delete', 'svc/front', '--yes');
    expect(gone.stdout).toContain('The name front.default.svc resolves no more.');
    expect((await run('undo', 'svc/front', '--yes')).stdout).toContain('default/front is as it was before.');
    expect((await run('undo', 'svc/front', '--yes')).code).toBe(0);
    await expect(read(scene, refOf(scene, 'front'))).rejects.toMatchObject({ failure: { code: 'not-found' } });
    const file = join(state, 'service.yaml');
    await writeFile(file, 'kind: Service\nmetadata: {name: filed}\nspec: {ports: [{port: 80}]}\n');
    expect((await run('create', '-f', file, '--yes', '--no-wait')).stdout).toContain('Created default/filed');
    await remove(scene, refOf(scene, 'filed'));
    await rm(state, { recursive: true, force: true });
  });
});

describe.skipIf(noCluster)('without the right to make Services', () => {
  const shared = useBed();

  test('the plan says so, and nothing is sent', async () => {
    const kubeconfig = await shared.bed.kubeconfigFor({ kind: 'token', as: 'viewer', namespace: 'shop' });
    const { stderr, code } = await portolan([
      'create',
      'svc/mine',
      '--port',
      '80',
      '--yes',
      '--kubeconfig',
      kubeconfig,
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/You may not create services .*in shop/);
  });
});
