import { join } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import { PAGE_URL } from './origin.ts';
import { secureContents } from './security.ts';

/** The paper of the two themes (renderer/ui/tokens.css), so that the window does not flash before its page is there. */
const PAPER = { light: '#FBFAF6', dark: '#0F161C' };

/** Opens the one main window. `folder` holds the built preload. */
export function openWindow(folder: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
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
  secureContents(window.webContents);
  window.once('ready-to-show', () => window.show());
  // The core and its forwards live on: a page that died comes back to them.
  window.webContents.on('render-process-gone', (_, { reason }) => {
    if (reason !== 'clean-exit') load(window);
  });
  load(window);
  return window;
}

function load(window: BrowserWindow): void {
  // A load that fails shows as an empty window, and one that the next load interrupts is no failure.
  window.loadURL(PAGE_URL).catch(() => undefined);
}
