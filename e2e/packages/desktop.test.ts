import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findElectron } from '../../electron/find-electron.ts';
import { makeTempFolder, type TempFolder } from '../../electron/core/testing/temp-folder.ts';
import { ROOT, run } from '../tools/run.ts';
import { startPackaged } from './devtools.ts';
import { filesInAsar, fusesOf } from './electron-binary.ts';

const APP = join(ROOT, 'dist', 'packages', 'linux-unpacked');
const BINARY = join(APP, 'portolan-desktop');
const RESOURCES = join(APP, 'resources');

let home: TempFolder;

beforeAll(async () => {
  home = await makeTempFolder();
  // Electron's download, where it is had at all, is there by now.
  expect(await findElectron(process.env)).toBeDefined();
  expect(await run(['node', 'electron/packaging/desktop.ts', '--dir'], { timeout: 5 * 60_000, quiet: true })).toBe(
    true,
  );
}, 6 * 60_000);

afterAll(() => home.close());

test('the fuses keep it from being used as Node, and from loading anything but its own archive', async () => {
  expect(await fusesOf(BINARY)).toEqual({
    runAsNode: false,
    cookieEncryption: true,
    nodeOptions: false,
    nodeInspect: false,
    asarIntegrity: true,
    onlyFromAsar: true,
  });
  expect((await readdir(RESOURCES)).filter((name) => !name.startsWith('app.asar'))).toEqual([]);
});

test('it holds what was built, and nothing of what it was built from', async () => {
  const { all } = await filesInAsar(join(RESOURCES, 'app.asar'));
  const odd = all.filter(
    (path) => !/^(package\.json$|dist\/(electron|renderer)\/|node_modules\/node-pty\/)/.test(path),
  );
  expect(odd).toEqual([]);
  expect(all).toEqual(
    expect.arrayContaining(['main', 'preload', 'core', 'attach'].map((name) => `dist/electron/${name}.cjs`)),
  );
  expect(all.filter((path) => /\.(ts|map|svelte)$/.test(path))).toEqual([]);
});

test('it starts by itself, with the demo cluster in its window', async () => {
  const env = {
    ...process.env,
    HOME: home.path,
    KUBECONFIG: '',
    XDG_CONFIG_HOME: join(home.path, 'config'),
    PORTOLAN_STATE_DIR: join(home.path, 'state'),
  };
  await using app = await startPackaged(BINARY, env);
  await expect
    .poll(() => app.evaluate('document.body.innerText').catch(() => ''), { timeout: 30_000, interval: 250 })
    .toContain('lobby-public');
  expect(await app.evaluate('location.href')).toMatch(/^app:\/\/portolan\//);
  expect(await app.evaluate('typeof require')).toBe('undefined');
});
