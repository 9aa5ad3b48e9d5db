import {
  commandGroups,
  commandLines,
  commandTable,
  type CommandGroup,
  type CommandId,
} from '../../../shared/command-table.ts';
import { m } from '../../../shared/paraglide/messages.js';
import { acceleratorOf } from './accelerator.ts';

/** What the system does by itself; Electron has no words for it but English ones. */
const roles = {
  about: m.desk_menu_about,
  services: m.desk_menu_services,
  hide: m.desk_menu_hide,
  hideOthers: m.desk_menu_hide_others,
  unhide: m.desk_menu_unhide,
  quit: m.desk_tray_quit,
  close: m.desk_menu_close,
  undo: m.desk_menu_undo,
  redo: m.desk_menu_redo,
  cut: m.desk_menu_cut,
  copy: m.desk_menu_copy,
  paste: m.desk_menu_paste,
  selectAll: m.desk_menu_select_all,
  reload: m.desk_menu_reload,
  toggleDevTools: m.desk_menu_devtools,
  resetZoom: m.desk_menu_reset_zoom,
  zoomIn: m.desk_menu_zoom_in,
  zoomOut: m.desk_menu_zoom_out,
  togglefullscreen: m.desk_menu_fullscreen,
  minimize: m.desk_menu_minimize,
  zoom: m.desk_menu_zoom,
  front: m.desk_menu_front,
} as const;
type Role = keyof typeof roles;

/** A line of the menus; one that is nothing else parts two groups. */
export type MenuLine =
  | { readonly kind: 'command'; readonly id: CommandId; readonly label: string; readonly accelerator?: string }
  | { readonly kind: 'role'; readonly role: Role; readonly label: string }
  | { readonly kind: 'menu'; readonly label: string; readonly lines: readonly MenuLine[] }
  | { readonly kind: 'gap' };

const gap: MenuLine = { kind: 'gap' };
/** Commands of a group that stand in another menu than the group does. */
const elsewhere: ReadonlySet<CommandId> = new Set(['copy.diagnostics', 'go.settings']);

/** The menu bar: the system's own lines, and every command of the table once, but for those that only a list hears. */
export function menuBar(isMac: boolean): readonly MenuLine[] {
  const command = (id: CommandId): MenuLine => commandLine(id, isMac);
  const group = (name: CommandGroup): readonly MenuLine[] =>
    commandLines.filter((line) => line.group === name && !elsewhere.has(line.id)).map(({ id }) => command(id));
  const folded = (name: CommandGroup): MenuLine => menu(commandGroups[name](), group(name));
  return [
    ...(isMac ? [appMenu(command('go.settings'))] : []),
    menu(m.desk_menu_file(), [
      command('app.window'),
      command('app.create'),
      gap,
      command('list.csv'),
      command('list.json'),
      gap,
      ...(isMac ? [] : [command('go.settings'), gap]),
      ...system('close'),
      ...(isMac ? [] : system('quit')),
    ]),
    menu(m.desk_menu_edit(), [
      ...system('undo', 'redo'),
      gap,
      ...system('cut', 'copy', 'paste', 'selectAll'),
      gap,
      command('app.undo'),
      command('list.select'),
      command('app.filter'),
    ]),
    menu(m.desk_menu_view(), [
      command('app.palette'),
      command('app.terminal'),
      ...group('terminal'),
      gap,
      folded('settings'),
      gap,
      ...system('resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen'),
      gap,
      ...system('reload', 'toggleDevTools'),
    ]),
    menu(m.desk_menu_go(), [command('app.back'), command('app.onward'), gap, ...group('go'), gap, ...group('page')]),
    menu(
      m.desk_menu_actions(),
      (['service', 'exposure', 'inside', 'several', 'pod', 'node', 'forward', 'copy'] as const).map(folded),
    ),
    menu(m.desk_menu_window(), system('minimize', ...(isMac ? (['zoom', 'front'] as const) : []))),
    menu(m.desk_menu_help(), [command('app.keys'), command('copy.diagnostics')]),
  ];
}

/** Whether a command can be done. Without a window those can that have one opened: `live` is then undefined. */
export function isEnabled(id: CommandId, live: ReadonlySet<CommandId> | undefined): boolean {
  return live ? live.has(id) : id === 'app.window' || commandTable[id].group === 'go';
}

function appMenu(settings: MenuLine): MenuLine {
  return menu('Portolan', [
    ...system('about'),
    gap,
    settings,
    gap,
    ...system('services'),
    gap,
    ...system('hide', 'hideOthers', 'unhide'),
    gap,
    ...system('quit'),
  ]);
}

function menu(label: string, lines: readonly MenuLine[]): MenuLine {
  return { kind: 'menu', label, lines };
}

function system(...names: readonly Role[]): readonly MenuLine[] {
  return names.map((role) => ({ kind: 'role', role, label: roles[role]() }));
}

function commandLine(id: CommandId, isMac: boolean): MenuLine {
  const line = commandLines.find((one) => one.id === id);
  // In a field the system's own Undo has this key; where nobody types, the page hears it.
  const accelerator = id === 'app.undo' ? undefined : acceleratorOf(line?.keys, isMac);
  return { kind: 'command', id, label: commandTable[id].title(), ...(accelerator !== undefined && { accelerator }) };
}
