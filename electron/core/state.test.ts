import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/model/settings.ts';
import { forwardsToRestore, StateFile } from './state.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portolan-state-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what was changed is there after the next start, readable by its owner only', async () => {
  const path = join(folder, 'deep', 'state.json');
  const first = await StateFile.open(path);
  first.change({ connected: ['dev'] });
  first.change({ namespaces: { dev: ['shop'] } });
  await first.flushed();

  const second = await StateFile.open(path);
  expect(second.current.connected).toEqual(['dev']);
  expect(second.current.namespaces).toEqual({ dev: ['shop'] });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('a broken file is put aside and the defaults hold', async () => {
  const path = join(folder, 'state.json');
  await writeFile(path, '{"connected": [');
  const file = await StateFile.open(path);
  expect(file.current.connected).toBeUndefined();
  expect(await readFile(`${path}.broken`, 'utf8')).toBe('{"connected": [');
});

test('a part that an older version wrote otherwise falls back alone', async () => {
  const path = join(folder, 'state.json');
  await writeFile(path, JSON.stringify({ settings: { theme: 'sepia', locale: 'ko' }, connected: ['dev'] }));
  const file = await StateFile.open(path);
  expect(file.current.settings).toEqual({ ...defaultSettings, locale: 'ko' });
  expect(file.current.connected).toEqual(['dev']);
});

test('a folder that cannot be written keeps the state in memory', async () => {
  await writeFile(join(folder, 'file'), '');
  const file = await StateFile.open(join(folder, 'file', 'state.json'));
  file.change({ connected: ['dev'] });
  await file.flushed();
  expect(file.current.connected).toEqual(['dev']);
});

test('forwards come back after a quit if that is wished for, and after a crash always', async () => {
  const { current } = await StateFile.open();
  const forwards = [{ context: 'dev', namespace: 'shop', name: 'web', port: 80 }];
  const state = { ...current, forwards };
  const unwished = { ...state, settings: { ...defaultSettings, restoreForwards: false } };
  expect(forwardsToRestore(state)).toEqual(forwards);
  expect(forwardsToRestore(unwished)).toEqual([]);
  expect(forwardsToRestore({ ...unwished, running: 4711 }, () => false)).toEqual(forwards);
  expect(forwardsToRestore({ ...unwished, running: process.pid })).toEqual([]); // another app that is well
});
