import { appendFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Core } from '../../electron/core/core.ts';
import type { TerminalOutput, TerminalSpec, TerminalState, TerminalView } from '../../shared/model/terminal.ts';
import { layout } from '../cluster/layout.ts';
import { deployment, namespaceOf } from '../cluster/samples/builders.ts';
import { noCluster, useOwnBed } from '../cluster/vitest-bed.ts';
import { waitFor } from '../cluster/wait.ts';
import { closeCore, coreOn } from './forwarding.ts';

const size = { columns: 80, rows: 24 };
const { signal } = new AbortController();

describe.skipIf(noCluster)('terminals on a real cluster', () => {
  const held = useOwnBed({}, async (bed) => {
    await bed.apply([namespaceOf('shop'), deployment(['shop', 'web'], { replicas: 2 })]);
    const container = { name: 'main', image: 'registry.example.com/shell:1', stdin: true, tty: true };
    await bed.apply([
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { namespace: 'shop', name: 'shell' },
        spec: { containers: [container] },
      },
    ]);
    await bed.waitForPods('shop', 3);
  });
  let core: Core;
  let context: string;
  let pods: readonly string[];

  beforeEach(async () => {
    core = await coreOn(held.bed);
    [context = ''] = core.clusters.contexts.items.keys();
    core.clusters.connect(context);
    pods = (await held.bed.kubectl(['get', 'pods', '-n', 'shop', '-l', 'app=web', '-o', 'name']))
      .trim()
      .split('\n')
      .map((name) => name.slice(4));
  });
  afterEach(closeCore);

  function open(spec: TerminalSpec): TerminalView {
    return core.terminals.open(spec, size);
  }

  /** Reads on from the start until the text is there or nothing comes any more. */
  async function printed({ key, run }: TerminalView, wanted: string): Promise<string> {
    let text = '';
    for (let from = 0, last = false; !last && !text.includes(wanted);) {
      const output: TerminalOutput = await core.terminals.read({ key, run, from }, signal);
      text += output.text;
      ({ next: from, last } = output);
    }
    expect(text).toContain(wanted);
    return text;
  }

  async function untilState<N extends TerminalState['name']>({ key }: TerminalView, name: N) {
    return waitFor(`the terminal to be ${name}`, () => {
      const state = core.terminals.views.items.get(key)?.state;
      return state?.name === name && (state as Extract<TerminalState, { name: N }>);
    });
  }

  test('a shell takes keys and sizes, and tells its exit code', async () => {
    const [pod = ''] = pods;
    const shell = open({ kind: 'exec', context, namespace: 'shop', pod });
    await untilState(shell, 'running');
    core.terminals.write(shell.key, 'echo "container $CONTAINER: $(stty size)"\r');
    await printed(shell, 'container main: 24 80\r\n');
    core.terminals.resize(shell.key, { columns: 111, rows: 33 });
    core.terminals.write(shell.key, 'stty size\r');
    await printed(shell, '33 111\r\n');
    core.terminals.write(shell.key, 'exit 7\r');
    expect(await untilState(shell, 'ended')).toEqual({ name: 'ended', code: 7 });
  });

  test('a program that prints without end waits for its reader', async () => {
    const [pod = ''] = pods;
    const shell = open({ kind: 'exec', context, namespace: 'shop', pod });
    await untilState(shell, 'running');
    core.terminals.write(shell.key, 'seq 2000000\r');
    const text = await printed(shell, '\r\n50000\r\n');
    expect(text.length).toBeLessThan(1_000_000);
    core.terminals.close(shell.key);
  });

  test('logs follow, begin where they are asked to, and tell of the run before', async () => {
    const [pod = ''] = pods;
    const { podLog } = layout(held.bed.dir);
    const spec = { kind: 'logs', context, namespace: 'shop', pods } as const;
    const logs = open(spec);
    for (const name of pods) await printed(logs, `${name}\u001b[0m GET / 200`);
    await appendFile(podLog, `${new Date().toISOString().replace('Z', '000000Z')} stdout F GET /late 200\n`);
    await printed(logs, 'GET /late 200');

    const since = core.terminals.restart(logs.key, { ...spec, pods: [pod], since: 3600 });
    expect(await printed(since, 'GET /late 200')).not.toContain('listening');

    const before = core.terminals.restart(logs.key, { ...spec, pods: [pod], previous: true });
    expect(await printed(before, 'out of memory')).not.toContain('GET');
    expect(await untilState(before, 'ended')).toEqual({ name: 'ended' });
  });

  test('a container that reads is attached to, with its terminal, and one that does not shows what it prints', async () => {
    const shell = open({ kind: 'attach', context, namespace: 'shop', pod: 'shell' });
    expect(await untilState(shell, 'running')).toMatchObject({ takesKeys: true });
    core.terminals.resize(shell.key, { columns: 99, rows: 30 });
    core.terminals.write(shell.key, 'echo "container $CONTAINER: $(stty size)"\r');
    await printed(shell, 'container main: 30 99\r\n');

    const [pod = ''] = pods;
    const mute = open({ kind: 'attach', context, namespace: 'shop', pod });
    expect(await untilState(mute, 'running')).toMatchObject({ takesKeys: false });
    await appendFile(layout(held.bed.dir).podLog, `${new Date().toISOString()} stdout F GET /attached 200\n`);
    await printed(mute, 'GET /attached 200\r\n');
  });

  /** Ours that are there now. */
  async function ourPods(): Promise<readonly string[]> {
    const ours = ['get', 'pods', '-n', 'shop', '-l', 'app.kubernetes.io/managed-by=portolan', '-o', 'name'];
    return (await held.bed.kubectl(ours))
      .trim()
      .split('\n')
      .filter((name) => name !== '');
  }

  test('a debug container is added to a running pod, and its shell is attached to', async () => {
    const [pod = ''] = pods;
    const debug = open({ kind: 'debug', context, namespace: 'shop', pod, container: 'main', image: 'busybox:1.37' });
    await untilState(debug, 'running');
    core.terminals.write(debug.key, 'echo "container ${CONTAINER%-*}"\r');
    await printed(debug, 'container debugger\r\n');
    const path = '{.spec.ephemeralContainers[0].image} {.spec.ephemeralContainers[0].targetContainerName}';
    expect(await held.bed.kubectl(['get', 'pod', pod, '-n', 'shop', '-o', `jsonpath=${path}`])).toBe(
      'busybox:1.37 main',
    );
  });

  test('whoever may not add one is told which right is missing', async () => {
    await closeCore();
    const kubeconfig = await held.bed.kubeconfigFor({ kind: 'token', as: 'viewer' });
    core = await coreOn({ kubeconfig });
    [context = ''] = core.clusters.contexts.items.keys();
    core.clusters.connect(context);
    const [pod = ''] = pods;
    const debug = open({ kind: 'debug', context, namespace: 'shop', pod, image: 'busybox:1.37' });
    const resource = 'pods/ephemeralcontainers';
    const failure = { code: 'forbidden', params: { verb: 'patch', resource } };
    expect(await untilState(debug, 'failed')).toMatchObject({ failure });
  });

  test('a shell on a node is in a pod of ours there, which goes with the terminal', async () => {
    const shell = open({ kind: 'node', context, namespace: 'shop', node: 'node-2', image: 'busybox:1.37' });
    await untilState(shell, 'running');
    const [pod = ''] = await ourPods();
    const path = '{.spec.nodeName} {.spec.hostPID} {.spec.volumes[0].hostPath.path}';
    const placed = await held.bed.kubectl(['get', '-n', 'shop', pod, '-o', `jsonpath=${path}`]);
    expect(placed).toBe('node-2 true /');
    core.terminals.write(shell.key, 'echo "container $CONTAINER"\r');
    await printed(shell, 'container test\r\n');
    core.terminals.close(shell.key);
    await waitFor('the pod to be removed', async () => (await ourPods()).length === 0);
  });

  test('a test from inside says what it runs, and leaves a shell there', async () => {
    const target = `http://127.0.0.1:9/$HOME`;
    const probe = open({ kind: 'probe', context, namespace: 'shop', tool: 'http', target, node: 'node-1' });
    const text = await printed(probe, 'Connection refused');
    expect(text).toContain(`$ curl -sS -v -m 10 ${target}`);
    core.terminals.write(probe.key, 'echo "container $CONTAINER"; exit 3\r');
    await printed(probe, 'container test\r\n');
    expect(await untilState(probe, 'ended')).toEqual({ name: 'ended', code: 3 });
    await waitFor('the pod to be removed', async () => (await ourPods()).length === 0);
  });

  test('a pod that is gone is told in the words of the server', async () => {
    const shell = open({ kind: 'exec', context, namespace: 'shop', pod: 'nobody' });
    expect(await untilState(shell, 'failed')).toMatchObject({ failure: { code: 'not-found' } });
  });
});
