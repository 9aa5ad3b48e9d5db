import { mkdir, readdir, stat } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { failure } from '../../../../shared/failure.ts';
import { demoEntry } from '../../demo/context.ts';
import type { ContextEntry } from '../../kube/context-entry.ts';
import { shellEnv, shellOf } from './shell-env.ts';
import { makeShellFolder, sweepShellFolders } from './shell-folder.ts';
import { shellKubeconfig } from './shell-kubeconfig.ts';
import { shellStart } from './shell-start.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'portolan-shells-'));
});
afterEach(() => rm(root, { recursive: true }));

function entry(key: string, more: Partial<ContextEntry> = {}): ContextEntry {
  return { ...demoEntry, key, name: key, cluster: { server: `https://${key}` }, user: { token: key }, ...more };
}

test('the wanted context is current, in the wanted namespace; the others stay as they are', () => {
  const entries = [entry('prod', { namespace: 'live' }), entry('dev')];
  expect(shellKubeconfig(entries, { context: 'dev', namespace: 'shop' })).toEqual({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'dev', cluster: { server: 'https://dev' } },
      { name: 'prod', cluster: { server: 'https://prod' } },
    ],
    users: [
      { name: 'dev', user: { token: 'dev' } },
      { name: 'prod', user: { token: 'prod' } },
    ],
    contexts: [
      { name: 'dev', context: { cluster: 'dev', user: 'dev', namespace: 'shop' } },
      { name: 'prod', context: { cluster: 'prod', user: 'prod', namespace: 'live' } },
    ],
    'current-context': 'dev',
  });
});

test('of two contexts with one name, the wanted one is the one that is there', () => {
  const entries = [
    entry('dev'),
    entry('dev~1a2b', { name: 'dev' }),
    entry('broken', { failure: failure('bug', { detail: '' }) }),
  ];
  expect(shellKubeconfig(entries, { context: 'dev~1a2b', namespace: 'shop' })).toMatchObject({
    clusters: [{ cluster: { server: 'https://dev~1a2b' } }],
    contexts: [{ name: 'dev' }],
    'current-context': 'dev',
  });
});

test('a shell has the PATH of the login shell, and nothing that is ours alone', () => {
  const env = {
    PATH: '/usr/bin',
    HOME: '/home/a',
    PORTOLAN_ATTACH_KEY: 'secret',
    ELECTRON_RUN_AS_NODE: '1',
    NODE_OPTIONS: '-r x',
  };
  expect(shellEnv(env, { path: ['/opt/bin', '/usr/bin'].join(delimiter), kubeconfig: '/k' })).toEqual({
    PATH: ['/usr/bin', '/opt/bin'].join(delimiter),
    HOME: '/home/a',
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    TERM_PROGRAM: 'Portolan',
    KUBECONFIG: '/k',
  });
});

test.each([
  ['linux', { SHELL: '/usr/bin/fish' }, '/usr/bin/fish'],
  ['linux', {}, '/bin/sh'],
  ['darwin', {}, '/bin/zsh'],
  ['win32', { SHELL: '/usr/bin/bash' }, 'powershell.exe'],
] as const)('on %s with %o the shell is %s', (platform, env, shell) => {
  expect(shellOf(env, platform)).toBe(shell);
});

test.each(['/bin/bash', '/bin/zsh', '/usr/bin/fish'])('%s sets KUBECONFIG after what the person has set', (shell) => {
  const { args, files } = shellStart(shell, { folder: '/f', kubeconfig: "/it's" });
  const text = [...args, ...Object.values(files)].join('\n');
  const own = Math.max(text.indexOf('. ~/.bashrc'), text.indexOf('/.zshrc" ]'));
  expect(
    text.indexOf(String.raw`KUBECONFIG='/it'\''s'`) + text.indexOf(String.raw`KUBECONFIG '/it'\''s'`),
  ).toBeGreaterThan(own);
  expect(text).toContain('kubectl completion');
});

test("a shell's files are the person's alone, and gone with it", async () => {
  const folder = await makeShellFolder(root);
  const file = await folder.write('config', 'x');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(folder.path)).mode & 0o777).toBe(0o700);
  await folder.remove();
  expect(await readdir(root)).toEqual([]);
});

test('what a crash has left is removed, what another process uses is not', async () => {
  // Ours is that of an earlier process with our number; the parent lives; nobody has the third.
  for (const name of [`${process.pid}-a`, `${process.ppid}-b`, '999999999-c']) await mkdir(join(root, name));
  await sweepShellFolders(root);
  expect(await readdir(root)).toEqual([`${process.ppid}-b`]);
  await sweepShellFolders(join(root, 'nothing'));
});
