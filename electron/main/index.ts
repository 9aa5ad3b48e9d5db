import { join } from 'node:path';
import { app, dialog, protocol, session, utilityProcess, type BrowserWindow, type MessagePortMain } from 'electron';
import { coreEntry, type CoreEntry } from './core-entry.ts';
import { CoreHost } from './core-host.ts';
import { Desk, picturesFolder } from './desk/desk.ts';
import { WindowPorts } from './ipc.ts';
import { setMenu } from './menu.ts';
import { SCHEME } from './origin.ts';
import { pageFiles } from './page-files.ts';
import { secureSession } from './security.ts';
import { openWindow } from './window.ts';

/** The app's life, in order: one instance → the core → the window → the end of the core. */
const folder = import.meta.dirname;
let shown: { readonly window: BrowserWindow; readonly ports: WindowPorts } | undefined;

protocol.registerSchemesAsPrivileged([
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

if (app.requestSingleInstanceLock()) {
  start().catch((error: unknown) => {
    dialog.showErrorBox(app.name, error instanceof Error ? error.message : String(error));
    app.exit(1);
  });
} else {
  app.quit();
}

async function start(): Promise<void> {
  const entry = coreEntry(process.env);
  await app.whenReady();
  setMenu();
  secureSession(session.defaultSession);
  protocol.handle(SCHEME, pageFiles(join(folder, '..', 'renderer')));
  const onStart = (): void => {
    shown?.ports.coreStarted();
    desk.coreStarted();
  };
  const core = new CoreHost({ fork: () => forkCore(entry), onStart });
  const desk = new Desk({
    core,
    pictures: picturesFolder(folder),
    ownsCore: entry === 'core.cjs',
    show: () => show(core),
  });
  core.start();
  show(core);
  app.on('second-instance', () => show(core));
  app.on('activate', () => show(core));
  app.on('window-all-closed', () => {
    if (!desk.keepsRunning) app.quit();
  });
  app.once('will-quit', (event) => {
    event.preventDefault();
    core
      .close()
      .finally(() => app.exit())
      .catch(() => undefined);
  });
}

function forkCore(entry: CoreEntry) {
  return utilityProcess.fork(join(folder, entry), [], { serviceName: 'Portolan core', stdio: 'inherit' });
}

/** Brings the window to the front, or opens it where none is. */
function show(core: CoreHost<MessagePortMain>): void {
  if (shown) {
    if (shown.window.isMinimized()) shown.window.restore();
    shown.window.focus();
    return;
  }
  const window = openWindow(folder);
  shown = { window, ports: new WindowPorts(window, core) };
  window.on('closed', () => (shown = undefined));
}
