import { join } from 'node:path';
import { BrowserWindow, nativeTheme, type Rectangle } from 'electron';
import { PAGE_URL } from './origin.ts';
import { secureContents } from './security.ts';

/** The paper of the two themes (renderer/ui/tokens.css), so that the window does not flash before its page is there. */
const PAPER = { light: '#FBFAF6', dark: '#0F161C' };

export interface WindowOptions {
  /** The folder of the built preload. */
  readonly folder: string;
  /** The hash that its page starts at; empty for its home. */
  readonly place: string;
  readonly bounds?: Rectangle;
  /** The page wants a window more, at this place. */
  readonly onPage: (place: string) => void;
}

export function openWindow({ folder, place, bounds, onPage }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...bounds,
    minWidth: 720,
    minHeight: 520,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? PAPER.dark : PAPER.light,
    webPreferences: {
      preload: join(folder, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    },
  });
  secureContents(window.webContents, onPage);
  window.once('ready-to-show', () => window.show());
  // The core and its forwards live on: a page that died comes back to them.
  window.webContents.on('render-process-gone', (_, { reason }) => {
    if (reason !== 'clean-exit') load(window, window.webContents.getURL());
  });
  load(window, PAGE_URL + place);
  return window;
}

function load(window: BrowserWindow, url: string): void {
  // A load that fails shows as an empty window, and one that the next load interrupts is no failure.
  window.loadURL(url).catch(() => undefined);
}
