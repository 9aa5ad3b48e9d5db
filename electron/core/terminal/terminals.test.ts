import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TerminalSpec, TerminalView } from '../../../shared/model/terminal.ts';
import { systemClock } from '../clock.ts';
import { startDemoCluster, type DemoCluster } from '../demo/demo-cluster.ts';
import { demoEntry } from '../demo/context.ts';
import { ExecPlugins } from '../kube/exec-plugins.ts';
import type { KubeApi } from '../kube/api.ts';
import { openApi } from '../kube/http.ts';
import { TestPods } from '../test-pod/test-pods.ts';
import { until } from '../testing/until.ts';
import { Terminals } from './terminals.ts';

const size = { columns: 80, rows: 24 };
const { signal } = new AbortController();
let cluster: DemoCluster;
let api: KubeApi;
let terminals: Terminals;

beforeEach(async () => {
  cluster = await startDemoCluster({ clock: systemClock });
  const clock = systemClock;
  const execPlugins = new ExecPlugins({ clock, env: {}, shellPath: () => Promise.resolve('') });
  api = openApi({ ...demoEntry, ...cluster.access }, { clock, execPlugins, env: {} });
  terminals = new Terminals({ api: () => api, clock: systemClock, testPods: new TestPods(systemClock) });
});

afterEach(async () => {
  await terminals.closeAll();
  api.close();
  await cluster.close();
});

/** The pods of the sample's lobby, once some run. */
async function lobby(): Promise<string[]> {
  const names = (): string[] =>
    cluster.registry
      .list('Pod', 'game-lobby')
      .flatMap(({ metadata, status }) =>
        metadata.name.startsWith('lobby-') && status?.['phase'] === 'Running' ? [metadata.name] : [],
      );
  await until(() => names().length > 1);
  return names();
}

async function shell(): Promise<{ readonly view: TerminalView; readonly pod: string }> {
  const [pod = ''] = await lobby();
  const spec: TerminalSpec = { kind: 'exec', context: 'demo', namespace: 'game-lobby', pod };
  return { view: terminals.open(spec, size), pod };
}

function stateOf(key: string): TerminalView['state'] | undefined {
  return terminals.views.items.get(key)?.state;
}

/** Reads on from the start until the text is there or nothing comes any more. */
async function readUntil({ key, run }: TerminalView, wanted: string): Promise<string> {
  let text = '';
  for (let from = 0, last = false; !last && !text.includes(wanted);) {
    const output = await terminals.read({ key, run, from }, signal);
    text += output.text;
    ({ next: from, last } = output);
  }
  return text;
}

test('a shell in a pod answers what is typed, and its exit code is told', async () => {
  const { view, pod } = await shell();
  await until(() => stateOf(view.key)?.name === 'running');
  terminals.write(view.key, 'hostname\r');
  expect(await readUntil(view, `\n${pod}\r\n`)).toContain(`\n${pod}\r\n`);
  terminals.write(view.key, 'exit 7\r');
  await until(() => stateOf(view.key)?.name === 'ended');
  expect(stateOf(view.key)).toEqual({ name: 'ended', code: 7 });
});

test('a program that prints without end waits for its reader, and stops with its terminal', async () => {
  const { view } = await shell();
  await until(() => stateOf(view.key)?.name === 'running');
  terminals.write(view.key, 'seq 3000000\r');
  const text = await readUntil(view, '\r\n100000\r\n');
  expect(text.length).toBeLessThan(1_000_000);
  const lines = text.slice(text.indexOf('\r\n1\r\n') + 2).split('\r\n');
  expect(lines.slice(0, 100_000)).toEqual(Array.from({ length: 100_000 }, (_, index) => String(index + 1)));
  terminals.close(view.key);
  expect(await terminals.read({ key: view.key, run: view.run, from: 0 }, signal)).toMatchObject({ last: true });
});

test('started again it has a new screen, and the old one has no more to say', async () => {
  const { view } = await shell();
  await until(() => stateOf(view.key)?.name === 'running');
  const again = terminals.restart(view.key);
  expect(again).toMatchObject({ key: view.key, run: 1 });
  expect(await terminals.read({ key: view.key, run: 0, from: 5 }, signal)).toEqual({ text: '', next: 5, last: true });
  expect(await readUntil(again, '/ # ')).toContain('/ # ');
});

test('the lines of several pods come with their names, those that hold the filter alone', async () => {
  const pods = await lobby();
  const spec: TerminalSpec = { kind: 'logs', context: 'demo', namespace: 'game-lobby', pods: [...pods, 'gone'] };
  const view = terminals.open(spec, size);
  const text = await readUntil(view, 'gone');
  expect(text).toContain('mgone\u001b[0m ');
  expect(text).toContain('pods');
  const filtered = terminals.restart(view.key, { ...spec, filter: 'no line has this' });
  const rest = await readUntil(filtered, 'gone');
  expect(pods.filter((pod) => rest.includes(pod))).toEqual([]);
});

test('a pod that is not there is told in the words of the server', async () => {
  const spec: TerminalSpec = { kind: 'exec', context: 'demo', namespace: 'game-lobby', pod: 'nobody' };
  const { key } = terminals.open(spec, size);
  await until(() => stateOf(key)?.name === 'failed');
  expect(stateOf(key)).toMatchObject({ failure: { code: 'not-found' } });
});
