import { m } from './paraglide/messages.js';

/** The parts of the keyboard map, in its order. */
export const commandGroups = {
  service: m.commands_group_service,
  inside: m.commands_group_inside,
  several: m.commands_group_several,
  pod: m.commands_group_pod,
  node: m.commands_group_node,
  forward: m.commands_group_forward,
  exposure: m.commands_group_exposure,
  copy: m.commands_group_copy,
  page: m.commands_group_page,
  list: m.commands_group_list,
  go: m.commands_group_go,
  terminal: m.commands_group_terminal,
  app: m.commands_group_app,
  settings: m.commands_group_settings,
} as const;
export type CommandGroup = keyof typeof commandGroups;

export interface CommandInfo {
  readonly group: CommandGroup;
  readonly title: () => string;
  /**
   * What presses it, the first one shown: strokes with a space between, each the key's name after its modifiers. `Mod`
   * is Cmd on a Mac and Ctrl elsewhere; Shift is told only where the key itself does not tell it.
   */
  readonly keys?: readonly string[];
  /** The part that has the focus hears these keys, and nothing else does. */
  readonly local?: true;
  /** In a browser the key is the browser's own. */
  readonly desktop?: true;
}

/**
 * Everything that a person can have done, and by which key: the one list behind the palette, the keyboard, the map of
 * it and the menus. What a command does now is told by whoever shows the object (`renderer/commands`).
 */
export const commandTable = {
  'service.forward': { group: 'service', title: m.commands_service_forward, keys: ['f'] },
  'service.forwardWith': { group: 'service', title: m.commands_service_forward_with, keys: ['F'] },
  'service.exposure': { group: 'service', title: m.commands_service_exposure, keys: ['e'] },
  'service.diagnosis': { group: 'service', title: m.commands_service_diagnosis, keys: ['d'] },
  'service.checks': { group: 'service', title: m.commands_service_checks },
  'service.yaml': { group: 'service', title: m.commands_service_yaml, keys: ['y'] },
  'service.events': { group: 'service', title: m.commands_service_events, keys: ['v'] },
  'service.endpoints': { group: 'service', title: m.commands_service_endpoints },
  'service.names': { group: 'service', title: m.commands_service_names },
  'service.nodes': { group: 'service', title: m.commands_service_nodes },
  'service.logs': { group: 'service', title: m.commands_service_logs },
  'service.shell': { group: 'service', title: m.commands_service_shell },
  'service.slices': { group: 'service', title: m.create_slices_edit },
  'service.copy': { group: 'service', title: m.create_copy },
  'service.delete': { group: 'service', title: m.create_delete },
  'service.undo': { group: 'service', title: m.commands_service_undo },

  'inside.dns': { group: 'inside', title: m.commands_inside_dns },
  'inside.http': { group: 'inside', title: m.commands_inside_http },
  'inside.tcp': { group: 'inside', title: m.commands_inside_tcp },

  'several.change': { group: 'several', title: m.commands_several_change },
  'several.share': { group: 'several', title: m.commands_several_share },
  'several.all': { group: 'several', title: m.commands_several_all },

  'pod.shell': { group: 'pod', title: m.commands_pod_shell },
  'pod.logs': { group: 'pod', title: m.commands_pod_logs },
  'pod.attach': { group: 'pod', title: m.terminal_attach_to },
  'pod.debug': { group: 'pod', title: m.terminal_debug_start },
  'pod.test': { group: 'pod', title: m.terminal_test_pod },
  'pod.node': { group: 'pod', title: m.commands_pod_node },

  'node.shell': { group: 'node', title: m.commands_node_shell },
  'node.test': { group: 'node', title: m.commands_node_test },

  'forward.open': { group: 'forward', title: m.commands_forward_open, keys: ['o'] },
  'forward.balance': { group: 'forward', title: m.commands_forward_balance, keys: ['b'] },
  'forward.show': { group: 'forward', title: m.commands_forward_show },
  'forward.service': { group: 'forward', title: m.commands_forward_service },
  'forward.pause': { group: 'forward', title: m.commands_forward_pause },
  'forward.resume': { group: 'forward', title: m.commands_forward_resume },
  'forward.stop': { group: 'forward', title: m.commands_forward_stop },
  'forward.stopAll': { group: 'forward', title: m.commands_forward_stop_all },
  'forward.pauseAll': { group: 'forward', title: m.commands_forward_pause_all },
  'forward.resumeAll': { group: 'forward', title: m.commands_forward_resume_all },
  'forward.namespace': { group: 'forward', title: m.commands_forward_namespace },
  'forward.profiles': { group: 'forward', title: m.commands_forward_profiles },
  'forward.names': { group: 'forward', title: m.commands_forward_names },

  'exposure.ClusterIP': { group: 'exposure', title: m.commands_exposure_clusterip, keys: ['1'] },
  'exposure.NodePort': { group: 'exposure', title: m.commands_exposure_nodeport, keys: ['2'] },
  'exposure.LoadBalancer': { group: 'exposure', title: m.commands_exposure_loadbalancer, keys: ['3'] },
  'exposure.ExternalName': { group: 'exposure', title: m.commands_exposure_externalname, keys: ['4'] },
  'exposure.Headless': { group: 'exposure', title: m.commands_exposure_headless, keys: ['5'] },
  'sheet.apply': { group: 'exposure', title: m.commands_exposure_apply, keys: ['Mod+Enter'] },

  'copy.name': { group: 'copy', title: m.commands_copy_name, keys: ['c n'] },
  'copy.dns': { group: 'copy', title: m.commands_copy_dns, keys: ['c d'] },
  'copy.address': { group: 'copy', title: m.commands_copy_address, keys: ['c a'] },
  'copy.url': { group: 'copy', title: m.commands_copy_url, keys: ['c u'] },
  'copy.kubectl': { group: 'copy', title: m.commands_copy_kubectl, keys: ['c k'] },
  'copy.link': { group: 'copy', title: m.commands_copy_link, keys: ['c l'] },
  'copy.report': { group: 'copy', title: m.problems_copy_report },
  'copy.diagnostics': { group: 'copy', title: m.settings_diagnostics },

  'page.back': { group: 'page', title: m.commands_page_back, keys: ['Escape'] },
  'page.next': { group: 'page', title: m.commands_page_next, keys: [']'] },
  'page.previous': { group: 'page', title: m.commands_page_previous, keys: ['['] },
  'page.table': { group: 'page', title: m.commands_page_table, keys: ['t'] },

  'list.open': { group: 'list', title: m.commands_list_open, keys: ['Enter'], local: true },
  'list.next': { group: 'list', title: m.commands_list_next, keys: ['ArrowDown', 'j'], local: true },
  'list.previous': { group: 'list', title: m.commands_list_previous, keys: ['ArrowUp', 'k'], local: true },
  'list.pageDown': { group: 'list', title: m.commands_list_page_down, keys: ['PageDown'], local: true },
  'list.pageUp': { group: 'list', title: m.commands_list_page_up, keys: ['PageUp'], local: true },
  'list.first': { group: 'list', title: m.commands_list_first, keys: ['Home'], local: true },
  'list.last': { group: 'list', title: m.commands_list_last, keys: ['End'], local: true },
  'list.select': { group: 'list', title: m.commands_list_select, keys: ['x'] },
  'list.extendNext': { group: 'list', title: m.commands_list_extend_next, keys: ['Shift+ArrowDown'], local: true },
  'list.extendPrevious': {
    group: 'list',
    title: m.commands_list_extend_previous,
    keys: ['Shift+ArrowUp'],
    local: true,
  },
  'list.csv': { group: 'list', title: () => m.app_save_as({ format: 'CSV' }) },
  'list.json': { group: 'list', title: () => m.app_save_as({ format: 'JSON' }) },
  'list.menu': { group: 'list', title: m.commands_list_menu, keys: ['Shift+F10', 'ContextMenu'], local: true },

  'go.services': { group: 'go', title: m.commands_go_services, keys: ['g s'] },
  'go.forwards': { group: 'go', title: m.commands_go_forwards, keys: ['g f'] },
  'go.problems': { group: 'go', title: m.commands_go_problems, keys: ['g p'] },
  'go.nodes': { group: 'go', title: m.commands_go_nodes, keys: ['g n'] },
  'go.costs': { group: 'go', title: m.commands_go_costs, keys: ['g c'] },
  'go.clusters': { group: 'go', title: m.commands_go_clusters, keys: ['g l'] },
  'go.settings': { group: 'go', title: m.commands_go_settings, keys: ['Mod+,'] },

  'terminal.split': { group: 'terminal', title: m.terminal_split },
  'terminal.close': { group: 'terminal', title: m.commands_terminal_close },

  'app.palette': { group: 'app', title: m.commands_app_palette, keys: ['Mod+K', 'Mod+Shift+P'] },
  'app.keys': { group: 'app', title: m.commands_app_keys, keys: ['?'] },
  'app.filter': { group: 'app', title: m.commands_app_filter, keys: ['/'] },
  'app.create': { group: 'app', title: m.create_title, keys: ['n'] },
  'app.undo': { group: 'app', title: m.commands_app_undo, keys: ['Mod+Z'] },
  'app.terminal': { group: 'app', title: m.commands_app_terminal, keys: ['Mod+J'] },
  'app.back': { group: 'app', title: m.commands_app_back, keys: ['Alt+ArrowLeft', 'Mod+['] },
  'app.onward': { group: 'app', title: m.commands_app_onward, keys: ['Alt+ArrowRight', 'Mod+]'] },
  'app.window': { group: 'app', title: m.commands_app_window, keys: ['Mod+N'], desktop: true },

  'theme.system': { group: 'settings', title: m.commands_theme_system },
  'theme.light': { group: 'settings', title: m.commands_theme_light },
  'theme.dark': { group: 'settings', title: m.commands_theme_dark },
  'locale.system': { group: 'settings', title: m.commands_locale_system },
  'locale.en': { group: 'settings', title: m.commands_locale_en },
  'locale.ko': { group: 'settings', title: m.commands_locale_ko },
  'restoreForwards.on': { group: 'settings', title: m.commands_restore_on },
  'restoreForwards.off': { group: 'settings', title: m.commands_restore_off },
  'notifications.on': { group: 'settings', title: m.commands_notifications_on },
  'notifications.off': { group: 'settings', title: m.commands_notifications_off },
  'keepInTray.on': { group: 'settings', title: m.commands_tray_on },
  'keepInTray.off': { group: 'settings', title: m.commands_tray_off },
  'startAtLogin.on': { group: 'settings', title: m.commands_login_on },
  'startAtLogin.off': { group: 'settings', title: m.commands_login_off },
} as const satisfies Readonly<Record<string, CommandInfo>>;

export type CommandId = keyof typeof commandTable;

/** The table's lines, each with its id, in its order. */
export const commandLines: readonly (CommandInfo & { readonly id: CommandId })[] = (
  Object.keys(commandTable) as CommandId[]
) // the keys of a value that names all of them
  .map((id) => ({ id, ...commandTable[id] }));
