import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TerminalSpec, TerminalView } from '../../../../shared/model/terminal.ts';
import { systemClock } from '../../clock.ts';
import { createCore } from '../../core.ts';
import type { Core } from '../../core.ts';
import { until } from '../../testing/until.ts';

const size = { columns: 80, rows: 24 };
const { signal } = new AbortController();
const spec: TerminalSpec = { kind: 'shell', context: 'dev', namespace: 'shop' };
const theirs = `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]
users: [{name: u, user: {token: t}}]
contexts: [{name: dev, context: {cluster: c, user: u}}]
`;
let home: string;
let core: Core;

async function start(options: { readonly localShell?: boolean; readonly shell?: string } = {}): Promise<Core> {
  const { shell = '/bin/bash', ...rest } = options;
  core = await createCore({
    env: { ...process.env, SHELL: shell, HOME: home, KUBECONFIG: join(home, 'theirs') },
    home,
    stateDir: join(home, 'state'),
    clock: systemClock,
    ...rest,
  });
  return core;
}

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'portolan-home-'));
  await writeFile(join(home, 'theirs'), theirs);
  await writeFile(join(home, '.bashrc'), "PS1='$ '; export KUBECONFIG=/somewhere/else\n");
});
afterEach(async () => {
  await core.close();
  await rm(home, { recursive: true, maxRetries: 3 });
});

function open(): TerminalView {
  return core.terminals.open(spec, size);
}

function stateOf({ key }: TerminalView): TerminalView['state'] | undefined {
  return core.terminals.views.items.get(key)?.state;
}

async function printed({ key, run }: TerminalView, wanted: string): Promise<string> {
  let text = '';
  for (let from = 0, last = false; !last && !text.includes(wanted);) {
    const output = await core.terminals.read({ key, run, from }, signal);
    text += output.text;
    ({ next: from, last } = output);
  }
  expect(text).toContain(wanted);
  return text;
}

const shells = (): Promise<string[]> => readdir(join(home, 'state', 'shells')).catch(() => []);

test('no shell of this computer is opened where nobody said that it may be', async () => {
  await start();
  const view = open();
  await until(() => stateOf(view)?.name === 'failed');
  expect(stateOf(view)).toMatchObject({ failure: { code: 'shell-off' } });
  expect(await shells()).toEqual([]);
});

describe.skipIf(process.platform === 'win32')('where it may be', () => {
  test('its kubeconfig is its own, whatever the person has set, and goes with it', async () => {
    await start({ localShell: true });
    const view = open();
    await until(() => stateOf(view)?.name === 'running');
    core.terminals.write(
      view.key,
      'echo "at $KUBECONFIG"; grep -o \'"current-context":"[a-z]*"\' $KUBECONFIG; stat -c %a $KUBECONFIG || stat -f %Lp $KUBECONFIG\r',
    );
    const text = await printed(view, '600\r\n');
    expect(text).toContain(`at ${join(home, 'state', 'shells')}`);
    expect(text).toContain('"current-context":"dev"');
    core.terminals.write(view.key, 'exit 4\r');
    await until(() => stateOf(view)?.name === 'ended');
    expect(stateOf(view)).toEqual({ name: 'ended', code: 4 });
    expect(await shells()).toEqual([]);
  });

  test('it says what closing would end, and ends it', async () => {
    await start({ localShell: true });
    const view = open();
    await until(() => stateOf(view)?.name === 'running');
    await printed(view, '$ ');
    expect(core.terminals.running(view.key)).toEqual({});
    core.terminals.write(view.key, 'cat\r');
    await until(() => core.terminals.running(view.key).program === 'cat');
    core.terminals.close(view.key);
    await core.close();
    expect(await shells()).toEqual([]);
  });

  test('a shell that ignores the end of its terminal is ended all the same', async () => {
    await start({ localShell: true });
    const view = open();
    await until(() => stateOf(view)?.name === 'running');
    core.terminals.write(view.key, "trap '' HUP; echo deaf $((40 + 2))\r");
    await printed(view, 'deaf 42');
    await core.close();
    expect(await shells()).toEqual([]);
  });

  test('what it prints waits for its reader', async () => {
    await start({ localShell: true, shell: '/bin/sh' });
    const view = open();
    await until(() => stateOf(view)?.name === 'running');
    core.terminals.resize(view.key, { columns: 111, rows: 33 });
    core.terminals.write(view.key, 'stty size; seq 3000000\r');
    await printed(view, '33 111\r\n');
    const text = await printed(view, '\r\n100000\r\n');
    const lines = text.slice(text.indexOf('\r\n1\r\n') + 2).split('\r\n');
    expect(lines.slice(0, 100_000)).toEqual(Array.from({ length: 100_000 }, (_, index) => String(index + 1)));
    expect(core.terminals.running(view.key)).toEqual({ program: 'seq' });
  });
});
