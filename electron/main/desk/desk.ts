import { join } from 'node:path';
import { app, clipboard, MessageChannelMain, Notification, shell } from 'electron';
import { localeOf } from '../../../shared/locale.ts';
import { m } from '../../../shared/paraglide/messages.js';
import { baseLocale, overwriteGetLocale, type Locale } from '../../../shared/paraglide/runtime.js';
import { sentence } from '../../../shared/sentence.ts';
import type { CoreHost } from '../core-host.ts';
import { isWebUrl } from '../origin.ts';
import { CoreFeeds } from './core-feeds.ts';
import { ForwardNews, type News } from './forward-news.ts';
import { setLinuxLoginItem } from './login-item.ts';
import { mayQuit } from './quit.ts';
import { trayMenu, trayTitle, troubled, type TrayAct } from './tray-menu.ts';
import { TrayIcon, type TrayFace } from './tray.ts';

export interface DeskOptions {
  readonly core: Pick<CoreHost<Electron.MessagePortMain>, 'hand'>;
  /** The folder of the tray's pictures. */
  readonly pictures: string;
  /** Whether the core, and with it the forwards, ends with the app. */
  readonly ownsCore: boolean;
  /** Brings the window to the front. */
  readonly show: () => void;
  /** The language that a person chose is another one now. */
  readonly onLocale: () => void;
}

/** The app's place on the desktop, with or without a window: tray, badge, notifications, start at login. */
export class Desk {
  readonly #options: DeskOptions;
  readonly #feeds: CoreFeeds;
  readonly #tray: TrayIcon;
  readonly #news = new ForwardNews();
  #alarm: NodeJS.Timeout | undefined;
  #startsAtLogin: boolean | undefined;
  #locale: Locale = baseLocale;

  /** To be made once the app is ready. */
  constructor(options: DeskOptions) {
    this.#options = options;
    overwriteGetLocale(() => this.#locale);
    this.#feeds = new CoreFeeds(() => this.#update());
    this.#tray = new TrayIcon(options.pictures, (act) => this.#act(act));
    app.on('before-quit', (event) => {
      const live = options.ownsCore ? this.#feeds.forwards.reduce((sum, one) => sum + one.connections.live, 0) : 0;
      if (!mayQuit(live)) event.preventDefault();
    });
    this.#update();
  }

  /** Whether the app goes on without a window. */
  get keepsRunning(): boolean {
    return process.platform === 'darwin' || this.#feeds.settings.keepInTray;
  }

  /** To be called when the core has started. */
  coreStarted(): void {
    const { port1, port2 } = new MessageChannelMain();
    this.#options.core.hand(port1);
    this.#feeds.listen(port2);
    port2.start();
  }

  #update(): void {
    const { forwards, profiles, settings } = this.#feeds;
    this.#speak(localeOf(settings.locale, [app.getLocale()]));
    const down = troubled(forwards).length;
    const face: TrayFace = down > 0 ? 'troubled' : forwards.length > 0 ? 'running' : 'idle';
    this.#tray.show({ face, title: trayTitle(forwards), lines: trayMenu({ forwards, profiles }) });
    if (app.getBadgeCount() !== down) app.setBadgeCount(down);
    this.#tell();
    this.#startAtLogin(settings.startAtLogin);
  }

  #speak(locale: Locale): void {
    if (locale === this.#locale) return;
    this.#locale = locale;
    this.#options.onLocale();
  }

  /** Says what is new, and comes back when a trouble that lasts will have to be said. */
  #tell(): void {
    const now = Date.now();
    const news = this.#news.take(this.#feeds.forwards, now);
    if (this.#feeds.settings.notifications) for (const one of news) this.#notify(one);
    clearTimeout(this.#alarm);
    const { nextAt } = this.#news;
    if (nextAt !== undefined) this.#alarm = setTimeout(() => this.#tell(), nextAt - now);
  }

  #notify({ what, service, address, failure }: News): void {
    const title = what === 'lost' ? m.desk_lost({ service, address }) : m.desk_regained({ service, address });
    const notification = new Notification({ title, body: failure ? sentence(failure) : '' });
    notification.on('click', this.#options.show);
    notification.show();
  }

  #startAtLogin(on: boolean): void {
    if (on === this.#startsAtLogin) return;
    this.#startsAtLogin = on;
    if (process.platform !== 'linux') return app.setLoginItemSettings({ openAtLogin: on });
    const { APPIMAGE } = process.env;
    const command = [APPIMAGE ?? process.execPath, ...(app.isPackaged ? [] : [app.getAppPath()])];
    // A home that cannot be written to has no autostart; nothing else depends on it.
    setLinuxLoginItem({ configDir: app.getPath('appData'), command }, on).catch(() => undefined);
  }

  #act(act: TrayAct): void {
    switch (act.do) {
      case 'open':
        // Without a browser there is nothing to open.
        if (isWebUrl(act.url)) shell.openExternal(act.url).catch(() => undefined);
        return;
      case 'copy':
        // A promise or not, by the version of Electron; there is nobody to tell if it fails.
        Promise.resolve(clipboard.writeText(act.text)).catch(() => undefined);
        return;
      case 'profile':
        this.#feeds.ask(({ profiles }) => (act.on ? profiles.start(act) : profiles.stop(act)));
        return;
      case 'pause':
        for (const { key } of this.#feeds.forwards) {
          this.#feeds.ask(({ forwards }) => forwards.change({ key, paused: act.on }));
        }
        return;
      case 'show':
        return this.#options.show();
      case 'quit':
        return app.quit();
    }
  }
}

/** Where the tray's pictures are, seen from the folder of the bundles. */
export const picturesFolder = (folder: string): string => join(folder, '..', '..', 'resources', 'tray');
