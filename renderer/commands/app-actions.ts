import type { ForwardView } from '../../shared/model/forward.ts';
import type { Settings } from '../../shared/model/settings.ts';
import type { App } from '../live/app.svelte.ts';
import { home, type Route } from '../route.ts';
import { copyDiagnostics } from '../views/settings/copy-diagnostics.ts';
import type { Actions, Commands } from './commands.svelte.ts';
import { copyLink } from './links.ts';
import type { Tools } from './tools.ts';

export interface Around {
  readonly commands: Commands;
  /** Whether this is the desktop app: some settings are its alone. */
  readonly isDesktop: boolean;
}

/** What can be done whatever is on screen. */
export function appActions({ app, router, terminals }: Tools, { commands, isDesktop }: Around): Actions {
  const go = (route: Route) => () => router.go(route);
  const undo = app.notice?.tone === 'done' ? app.notice.action : undefined;
  return {
    'app.palette': () => (commands.overlay = commands.overlay === 'palette' ? undefined : 'palette'),
    'app.keys': () => (commands.overlay = 'keys'),
    ...(undo && { 'app.undo': undo.run }),
    'app.terminal': () => terminals.toggle(),
    'app.back': () => window.history.back(),
    'app.onward': () => window.history.forward(),
    // The desktop app makes it a window of its own, a browser a tab.
    'app.window': () => window.open(window.location.href, '_blank', 'noopener'),
    'copy.link': () => copyLink(app, router.route),
    'copy.diagnostics': () => copyDiagnostics(app),
    ...pausing(app, app.forwards.values),
    'go.services': go(home),
    'go.forwards': go({ view: 'forwards' }),
    'go.problems': go({ view: 'problems', q: '' }),
    'go.nodes': go({ view: 'nodes', q: '' }),
    'go.costs': go({ view: 'costs' }),
    'go.clusters': go({ view: 'clusters' }),
    'go.settings': go({ view: 'settings' }),
    ...settingActions(app.settings, {
      isDesktop,
      change: (wish) => app.act((client) => client.settings.change(wish)),
    }),
  };
}

/** As the tray's menu has it: all are paused, or those that are go on. */
function pausing(app: App, forwards: readonly ForwardView[]): Actions {
  const each = (some: readonly ForwardView[], paused: boolean) => (): void => {
    for (const { key } of some) app.act((client) => client.forwards.change({ key, paused }));
  };
  const paused = forwards.filter(({ spec }) => spec.paused);
  const going = forwards.filter(({ spec }) => !spec.paused);
  return {
    ...(going.length > 0 && { 'forward.pauseAll': each(going, true) }),
    ...(paused.length > 0 && { 'forward.resumeAll': each(paused, false) }),
  };
}

/** The settings that are on or off, each with what turns it on and off. */
const switches = [['restoreForwards', 'restoreForwards.on', 'restoreForwards.off']] as const;
const desktopSwitches = [
  ...switches,
  ['notifications', 'notifications.on', 'notifications.off'],
  ['keepInTray', 'keepInTray.on', 'keepInTray.off'],
  ['startAtLogin', 'startAtLogin.on', 'startAtLogin.off'],
] as const;

interface Changing {
  readonly isDesktop: boolean;
  readonly change: (wish: Partial<Settings>) => void;
}

/** A setting's other values. */
function settingActions(now: Settings, { isDesktop, change }: Changing): Actions {
  return {
    ...(now.theme !== 'system' && { 'theme.system': () => change({ theme: 'system' }) }),
    ...(now.theme !== 'light' && { 'theme.light': () => change({ theme: 'light' }) }),
    ...(now.theme !== 'dark' && { 'theme.dark': () => change({ theme: 'dark' }) }),
    ...(now.locale !== 'system' && { 'locale.system': () => change({ locale: 'system' }) }),
    ...(now.locale !== 'en' && { 'locale.en': () => change({ locale: 'en' }) }),
    ...(now.locale !== 'ko' && { 'locale.ko': () => change({ locale: 'ko' }) }),
    ...Object.fromEntries(
      (isDesktop ? desktopSwitches : switches).map(([name, on, off]) => [
        now[name] ? off : on,
        () => change({ [name]: !now[name] }),
      ]),
    ),
  };
}
