import { mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { watchKubeconfig } from './kubeconfig-watch.ts';
import type { KubeconfigWatch } from './kubeconfig-watch.ts';

let dir: string;
let watched: KubeconfigWatch | undefined;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'portolan-watch-'));
});
afterEach(async () => {
  watched?.close();
  watched = undefined;
  await rm(dir, { recursive: true });
});

const named = (...names: readonly string[]): string =>
  JSON.stringify({ contexts: names.map((name) => ({ name, context: {} })) });

async function start(...files: readonly string[]): Promise<KubeconfigWatch> {
  watched = await watchKubeconfig({ merged: files, chosen: [] }, { clock: systemClock, settle: 10 });
  return watched;
}

const names = (): string[] => watched?.current.contexts.map(({ name }) => name) ?? [];

/** Waits for the notice after which the contexts are these. */
function heard(kubeconfig: KubeconfigWatch, ...expected: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const stop = kubeconfig.subscribe(() => {
      if (names().join() !== expected.join()) return;
      stop();
      resolve();
    });
  });
}

test('hears of an edit in place', async () => {
  const file = join(dir, 'config');
  await writeFile(file, named('a'));
  const kubeconfig = await start(file);
  const change = heard(kubeconfig, 'a', 'b');
  await writeFile(file, named('a', 'b'));
  await change;
});

test('hears of each file that takes its place', async () => {
  const file = join(dir, 'config');
  await writeFile(file, named('a'));
  const kubeconfig = await start(file);
  for (const name of ['b', 'c']) {
    const change = heard(kubeconfig, name);
    await writeFile(`${file}.new`, named(name));
    await rename(`${file}.new`, file);
    await change;
  }
});

test('keeps what a file said while it is broken, and says that it is', async () => {
  const file = join(dir, 'config');
  await writeFile(file, named('a'));
  const kubeconfig = await start(file);
  for (const broken of ['contexts: [', '']) {
    await writeFile(file, broken);
    await kubeconfig.refresh();
    expect(names()).toEqual(['a']);
    expect(kubeconfig.current.failures).toHaveLength(1);
  }
  await writeFile(file, named('b'));
  await kubeconfig.refresh();
  expect(names()).toEqual(['b']);
  expect(kubeconfig.current.failures).toEqual([]);
});

test('hears of a file that goes, and of its return', async () => {
  const file = join(dir, 'config');
  await writeFile(file, named('a'));
  const kubeconfig = await start(file);
  const gone = heard(kubeconfig);
  await unlink(file);
  await gone;
  expect(kubeconfig.current.failures).toMatchObject([{ code: 'kubeconfig-missing' }]);
  const back = heard(kubeconfig, 'b');
  await writeFile(file, named('b'));
  await back;
});

test('hears of a file that appears in a folder that appears', async () => {
  const kubeconfig = await start(join(dir, 'home', '.kube', 'config'));
  const appeared = heard(kubeconfig, 'a');
  await mkdir(join(dir, 'home', '.kube'), { recursive: true });
  await writeFile(join(dir, 'home', '.kube', 'config'), named('a'));
  await appeared;
});

test('hears of a symbolic link that points elsewhere, and of edits behind it', async () => {
  await mkdir(join(dir, 'v1'));
  await mkdir(join(dir, 'v2'));
  await writeFile(join(dir, 'v1', 'config'), named('a'));
  await writeFile(join(dir, 'v2', 'config'), named('b'));
  // As kubelet mounts a Secret: config → ..data/config, ..data → the version.
  await symlink('v1', join(dir, '..data'));
  await symlink(join('..data', 'config'), join(dir, 'config'));
  const kubeconfig = await start(join(dir, 'config'));
  expect(names()).toEqual(['a']);
  const swapped = heard(kubeconfig, 'b');
  await symlink('v2', join(dir, '..data_tmp'));
  await rename(join(dir, '..data_tmp'), join(dir, '..data'));
  await swapped;
  const edited = heard(kubeconfig, 'c');
  await writeFile(join(dir, 'v2', 'config'), named('c'));
  await edited;
});

test('reads other files when told to', async () => {
  await writeFile(join(dir, 'one'), named('a'));
  await writeFile(join(dir, 'two'), named('b'));
  const kubeconfig = await start(join(dir, 'one'));
  const both = heard(kubeconfig, 'a', 'b');
  kubeconfig.setFiles({ merged: [join(dir, 'one')], chosen: [join(dir, 'two')] });
  await both;
});

test('says nothing of a file that is written as it was, and nothing once closed', async () => {
  const file = join(dir, 'config');
  await writeFile(file, named('a'));
  const kubeconfig = await start(file);
  let notices = 0;
  kubeconfig.subscribe(() => (notices += 1));
  await writeFile(file, named('a'));
  await kubeconfig.refresh();
  expect(notices).toBe(0);
  kubeconfig.close();
  await writeFile(file, named('b'));
  await kubeconfig.refresh();
  expect(notices).toBe(0);
});
