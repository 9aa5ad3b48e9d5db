import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Preferences } from './preferences.ts';
import { StateFile } from './state.ts';
import { makeTempFolder, type TempFolder } from './testing/temp-folder.ts';

const GOOD = JSON.stringify({ contexts: [{ name: 'dev', context: {} }] });

let home: TempFolder;
let preferences: Preferences;
let told: number;
let led: number;

beforeEach(async () => {
  home = await makeTempFolder();
  told = 0;
  led = 0;
  preferences = new Preferences(await StateFile.open(), {
    home: home.path,
    onKubeconfigs: () => (told += 1),
    onProxy: () => (led += 1),
  });
});
afterEach(() => home.close());

const chosen = (): readonly string[] => preferences.settings.items.get('settings')?.kubeconfigs ?? [];

test.each([
  ['by its whole path', () => join(home.path, 'config')],
  ['as a shell would name it', () => '~/config'],
  ['from the home folder', () => 'config'],
])('a kubeconfig is added %s, once', async (_how, path) => {
  await home.write('config', GOOD);
  await preferences.addKubeconfig(path());
  await preferences.addKubeconfig(path());
  expect(chosen()).toEqual([join(home.path, 'config')]);
  expect(told).toBe(1);
});

test('a tilde that is no home stays a name', async () => {
  await home.write('~config', GOOD);
  await preferences.addKubeconfig('~config');
  expect(chosen()).toEqual([join(home.path, '~config')]);
});

test.each([
  ['nowhere', undefined, 'kubeconfig-not-there'],
  ['empty', '', 'kubeconfig-empty'],
  ['rubbish', 'clusters: [', 'kubeconfig-invalid'],
  ['bare', '{"contexts": []}', 'no-contexts'],
])('a file that is %s is refused and not kept', async (name, content, code) => {
  if (content !== undefined) await home.write(name, content);
  await expect(preferences.addKubeconfig(`~/${name}`)).rejects.toMatchObject({ failure: { code } });
  expect(chosen()).toEqual([]);
  expect(told).toBe(0);
});

test('another proxy is heard of, and the same again is not', () => {
  preferences.change({ proxy: 'http://proxy:3128' });
  preferences.change({ proxy: 'http://proxy:3128', theme: 'dark' });
  expect(led).toBe(1);
});
