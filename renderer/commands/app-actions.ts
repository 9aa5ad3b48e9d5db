import type { Settings } from '../../shared/model/settings.ts';
import { home, type Route } from '../route.ts';
import type { Actions, Commands } from './commands.svelte.ts';
import { copyLink } from './links.ts';
import type { Tools } from './tools.ts';

/** What can be done whatever is on screen. */
export function appActions({ app, router, terminals }: Tools, commands: Commands): Actions {
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
    'go.services': go(home),
    'go.forwards': go({ view: 'forwards' }),
    'go.problems': go({ view: 'problems', q: '' }),
    'go.nodes': go({ view: 'nodes', q: '' }),
    'go.costs': go({ view: 'costs' }),
    'go.clusters': go({ view: 'clusters' }),
    'go.settings': go({ view: 'settings' }),
    ...settingActions(app.settings, (wish) => app.act((client) => client.settings.change(wish))),
  };
}

/** A setting's other values. */
function settingActions(now: Settings, change: (wish: Partial<Settings>) => void): Actions {
  return {
    ...(now.theme !== 'system' && { 'theme.system': () => change({ theme: 'system' }) }),
    ...(now.theme !== 'light' && { 'theme.light': () => change({ theme: 'light' }) }),
    ...(now.theme !== 'dark' && { 'theme.dark': () => change({ theme: 'dark' }) }),
    ...(now.locale !== 'system' && { 'locale.system': () => change({ locale: 'system' }) }),
    ...(now.locale !== 'en' && { 'locale.en': () => change({ locale: 'en' }) }),
    ...(now.locale !== 'ko' && { 'locale.ko': () => change({ locale: 'ko' }) }),
    ...(now.restoreForwards
      ? { 'restore.off': () => change({ restoreForwards: false }) }
      : { 'restore.on': () => change({ restoreForwards: true }) }),
  };
}
