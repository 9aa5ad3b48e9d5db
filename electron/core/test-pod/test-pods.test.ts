import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { startDemoCluster, type DemoCluster } from '../demo/demo-cluster.ts';
import { demoEntry } from '../demo/context.ts';
import type { KubeApi } from '../kube/api.ts';
import { ExecPlugins } from '../kube/exec-plugins.ts';
import { openApi } from '../kube/http.ts';
import { until } from '../testing/until.ts';
import { TestPods } from './test-pods.ts';

const clock = systemClock;
const namespace = 'game-lobby';
let cluster: DemoCluster;
let api: KubeApi;
let pods: TestPods;
let person: AbortController;

beforeEach(async () => {
  cluster = await startDemoCluster({ clock });
  const execPlugins = new ExecPlugins({ clock, env: {}, shellPath: () => Promise.resolve('') });
  api = openApi({ ...demoEntry, ...cluster.access }, { clock, execPlugins, env: {} });
  pods = new TestPods(clock);
  person = new AbortController();
});

afterEach(async () => {
  await pods.close();
  api.close();
  await cluster.close();
});

const use: TestPods['use'] = (options, work) => pods.use(options, work);
const options = () => ({ api, namespace, signal: person.signal });

function left(): readonly string[] {
  const all = cluster.registry.list('Pod', namespace);
  return all
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .flatMap(({ metadata: { name } }) => (name.startsWith('portolan-test-') ? [name] : []));
}

test('a command runs in a Pod of its own, which is gone afterwards', async () => {
  const { name, ran, none } = await use(options(), async (pod) => ({
    name: pod.name,
    ran: await pod.run(['hostname']),
    none: await pod.run(['no-such-program']),
  }));
  expect(ran).toEqual({ stdout: `${name}\n`, stderr: '', code: 0 });
  expect(none).toMatchObject({ stdout: '', code: undefined });
  expect(none.stderr).toContain('executable file not found');
  expect(left()).toEqual([]);
});

test('work that fails leaves nothing behind', async () => {
  const failing = use(options(), () => Promise.reject(new Error('broken')));
  await expect(failing).rejects.toThrow('broken');
  expect(left()).toEqual([]);
});

test('a person who gives up leaves nothing behind, whenever that is', async () => {
  const waiting = use(options(), () => Promise.resolve('never'));
  await until(() => left().length > 0);
  person.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  expect(left()).toEqual([]);

  await expect(use(options(), () => Promise.resolve('never'))).rejects.toThrow('enough');
  expect(left()).toEqual([]);
});

test('closing ends the work and waits until the Pods are removed', async () => {
  let isWorking = false;
  const working = use(options(), (pod) => {
    isWorking = true;
    return clock.sleep(60_000, pod.signal);
  }).catch((error: unknown) => error);
  await until(() => isWorking);
  await pods.close();
  expect(left()).toEqual([]);
  expect(await working).toEqual(new Error('Portolan closes'));
});

test('an image that cannot be pulled is named with what the registry said', async () => {
  const failing = use({ ...options(), image: 'registry.invalid/none:1' }, () => Promise.resolve());
  await expect(failing).rejects.toMatchObject({
    failure: {
      code: 'test-pod-failed',
      params: {
        image: 'registry.invalid/none:1',
        detail: expect.stringMatching(/^(ErrImagePull|ImagePullBackOff)/) as string,
      },
    },
  });
  expect(left()).toEqual([]);
});
