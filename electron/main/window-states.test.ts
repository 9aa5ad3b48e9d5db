import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { onScreen, readStates, writeStates, type WindowState } from './window-states.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const bounds = { x: 100, y: 50, width: 1280, height: 800 };
const state: WindowState = { bounds, isMaximized: false, place: '#/forwards' };

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portolan-windows-'));
  path = join(folder, 'windows.json');
});
afterEach(() => rm(folder, { recursive: true }));

test('what was written is read', () => {
  writeStates(path, [state, { ...state, isMaximized: true }]);
  expect(readStates(path)).toEqual([state, { ...state, isMaximized: true }]);
});

test.each(['', '{', '{}', '[{"bounds":1}]', '[{"bounds":{"x":0,"y":0,"width":-5,"height":1},"place":""}]'])(
  'the file %s is no windows',
  async (text) => {
    await writeFile(path, text);
    expect(readStates(path)).toEqual([]);
  },
);

test('no file is no windows, and a folder that is gone is no error', () => {
  expect(readStates(path)).toEqual([]);
  writeStates(join(folder, 'gone', 'windows.json'), [state]);
});

test.each([
  ['within a screen', bounds, true],
  ['half beyond its edge', { ...bounds, x: 1800 }, true],
  ['on a screen that is gone', { ...bounds, x: 2500 }, false],
  ['with its title above the screen', { ...bounds, y: -300 }, false],
])('a window %s', (_, at, isKept) => {
  expect(onScreen(at, [screen])).toEqual(isKept ? at : undefined);
});
