import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { setLinuxLoginItem } from './login-item.ts';

let configDir: string;
beforeEach(async () => (configDir = await mkdtemp(join(tmpdir(), 'portolan-login-'))));
afterEach(() => rm(configDir, { recursive: true }));

const entry = () => readFile(join(configDir, 'autostart', 'portolan.desktop'), 'utf8');

it('starts the app at login, and no more once that is not wanted', async () => {
  await setLinuxLoginItem({ configDir, command: ['/opt/My Apps/portolan', '--hidden'] }, true);
  expect(await entry()).toContain('Exec="/opt/My Apps/portolan" "--hidden"\n');
  await setLinuxLoginItem({ configDir, command: [] }, false);
  await expect(entry()).rejects.toThrow('ENOENT');
});

it('quotes what a desktop entry would read as its own', async () => {
  await setLinuxLoginItem({ configDir, command: ['/opt/100%/$HOME'] }, true);
  expect(await entry()).toContain(String.raw`Exec="/opt/100%%/\\$HOME"`);
});
