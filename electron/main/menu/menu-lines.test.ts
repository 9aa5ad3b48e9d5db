import { afterEach, expect, test } from 'vitest';
import { commandLines, commandTable, type CommandId } from '../../../shared/command-table.ts';
import { overwriteGetLocale } from '../../../shared/paraglide/runtime.js';
import { isEnabled, menuBar, type MenuLine } from './menu-lines.ts';

const flat = (lines: readonly MenuLine[]): readonly MenuLine[] =>
  lines.flatMap((line) => (line.kind === 'menu' ? [line, ...flat(line.lines)] : [line]));
const commands = (isMac: boolean) => flat(menuBar(isMac)).flatMap((line) => (line.kind === 'command' ? [line] : []));
afterEach(() => overwriteGetLocale(() => 'en'));

test.each([true, false])('every command that is not a list’s own stands in the menus once (on a Mac: %s)', (isMac) => {
  const wanted = commandLines.filter((line) => !line.local).map(({ id }) => id);
  expect(
    commands(isMac)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(wanted.toSorted());
});

test.each([true, false])('no key has two meanings, and each is one of the command table (on a Mac: %s)', (isMac) => {
  const keys = commands(isMac).flatMap(({ accelerator }) => accelerator ?? []);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toContain('CmdOrCtrl+N');
  // These are the system's own lines'.
  for (const taken of ['Z', 'X', 'C', 'V', 'A', 'R', 'W', 'Q', 'M', '0', '+', '-', 'H'])
    expect(keys).not.toContain(`CmdOrCtrl+${taken}`);
});

test('a Mac has a menu of the app, with its settings; elsewhere they are with the files', () => {
  const [first] = menuBar(true);
  expect(first).toMatchObject({ kind: 'menu', label: 'Portolan' });
  expect(first && flat([first])).toContainEqual({
    kind: 'command',
    id: 'go.settings',
    label: 'Go to Settings',
    accelerator: 'CmdOrCtrl+,',
  });
  expect(menuBar(false)[0]).toMatchObject({ kind: 'menu', label: 'File' });
});

test('the menus speak the language that is chosen', () => {
  overwriteGetLocale(() => 'ko');
  const labels = flat(menuBar(true)).flatMap((line) => (line.kind === 'gap' ? [] : [line.label]));
  const names = labels.filter((label) => !/[\uac00-\ud7a3]/.test(label));
  expect(names).toEqual(['Portolan']);
});

test('a window’s page says what can be done; without one, only what opens one', () => {
  const live = new Set<CommandId>(['service.forward']);
  expect(isEnabled('service.forward', live)).toBe(true);
  expect(isEnabled('app.window', live)).toBe(false);
  const ids = commandLines.map(({ id }) => id).filter((id) => isEnabled(id, undefined));
  expect(ids).toContain('app.window');
  expect(ids.every((id) => id === 'app.window' || commandTable[id].group === 'go')).toBe(true);
  expect(isEnabled('service.forward', undefined)).toBe(false);
});
