import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findElectron } from '../../electron/find-electron.ts';
import { makeTempFolder, type TempFolder } from '../../electron/core/testing/temp-folder.ts';
import { ROOT, run } from '../tools/run.ts';
import { startPackaged, type PackagedApp } from './devtools.ts';
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

test('it holds what was built, nothing of what it was built from, and node-pty beside the archive', async () => {
  const { all, unpacked } = await filesInAsar(join(RESOURCES, 'app.asar'));
  const odd = all.filter(
    (path) => !/^(package\.json$|dist\/(electron|renderer)\/|resources\/tray\/|node_modules\/node-pty\/)/.test(path),
  );
  expect(odd).toEqual([]);
  expect(all).toEqual(
    expect.arrayContaining(['main', 'preload', 'core', 'attach'].map((name) => `dist/electron/${name}.cjs`)),
  );
  expect(all).toContain('resources/tray/idle.png');
  expect(all.filter((path) => /\.(ts|cc|map|svelte)$/.test(path))).toEqual([]);
  expect(unpacked).toContain('node_modules/node-pty/build/Release/pty.node');
});

test('it starts by itself, with the demo cluster in its window, and opens a shell of this computer', async () => {
  const env = {
    ...process.env,
    HOME: home.path,
    KUBECONFIG: '',
    XDG_CONFIG_HOME: join(home.path, 'config'),
    PORTOLAN_STATE_DIR: join(home.path, 'state'),
  };
  await using app = await startPackaged(BINARY, env);
  await shows(app, 'lobby-public');
  expect(await app.evaluate('location.href')).toMatch(/^app:\/\/portolan\//);
  expect(await app.evaluate('typeof require')).toBe('undefined');

  // node-pty is in the package, and what it starts beside it.
  await app.evaluate("location.hash = '#/s/portolan-demo/game-lobby/lobby/endpoints'");
  await shows(app, 'Endpoints');
  for (const button of ['Open the terminals', 'New terminal']) await press(app, `button[title^="${button}"]`);
  await press(app, '[role=menuitem]');
  await focused(app, '.xterm-helper-textarea');
  const screen = (): Promise<unknown> => app.evaluate("document.querySelector('.xterm-rows')?.innerText ?? ''");
  // Its prompt: from then on it takes what is typed.
  await expect.poll(screen, { timeout: 10_000 }).toMatch(/\S/);
  await app.type('echo packed $((6 * 7)); stat -c %a "$KUBECONFIG"');
  await app.enter();
  await expect.poll(screen, { timeout: 10_000 }).toMatch(/packed 42\s+600/);
});

/** Waits for what a selector names, and presses Enter on it. */
async function press(app: PackagedApp, selector: string): Promise<void> {
  await focused(app, selector);
  await app.enter();
}

/** Gives it the focus, once it is there. */
function focused(app: PackagedApp, selector: string): Promise<void> {
  const named = JSON.stringify(selector);
  const focus = `document.querySelector(${named})?.focus(), document.activeElement?.matches(${named})`;
  return expect.poll(() => app.evaluate(focus), { timeout: 10_000, interval: 250 }).toBe(true);
}

/** Waits until the window reads so. */
function shows(app: PackagedApp, words: string): Promise<void> {
  const text = (): Promise<unknown> => app.evaluate('document.body.innerText').catch(() => '');
  return expect.poll(text, { timeout: 30_000, interval: 250 }).toContain(words);
}
