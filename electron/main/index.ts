import { join } from 'node:path';
import { app, dialog, protocol, session, utilityProcess } from 'electron';
import { coreEntry, type CoreEntry } from './core-entry.ts';
import { CoreHost } from './core-host.ts';
import { LINK_SCHEME, placeAmong, placeOf } from './deep-link.ts';
import { Desk, picturesFolder } from './desk/desk.ts';
import { MenuBar } from './menu/menu-bar.ts';
import { SCHEME } from './origin.ts';
import { pageFiles } from './page-files.ts';
import { secureSession } from './security.ts';
import { Windows } from './windows.ts';

/** The app's life, in order: one instance → the core → its windows → the end of the core. */
const folder = import.meta.dirname;

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
  let early: string | undefined;
  // A Mac tells the link that starts the app before it is ready.
  app.once('open-url', (_, url) => (early = placeOf(url)));
  await app.whenReady();
  secureSession(session.defaultSession);
  protocol.handle(SCHEME, pageFiles(join(folder, '..', 'renderer')));
  const onStart = (): void => {
    windows.coreStarted();
    desk.coreStarted();
  };
  const core = new CoreHost({ fork: () => forkCore(entry), onStart });
  const menus = new MenuBar((id) => windows.run(id));
  const windows = new Windows({
    folder,
    core,
    path: join(app.getPath('userData'), 'windows.json'),
    onCommands: () => menus.enable(windows.commands),
  });
  const desk = new Desk({
    core,
    pictures: picturesFolder(folder),
    ownsCore: entry === 'core.cjs',
    show: () => windows.show(),
    onLocale: () => menus.draw(),
  });
  menus.draw();
  core.start();
  windows.show(early ?? placeAmong(process.argv));
  app.on('second-instance', (_, argv) => windows.show(placeAmong(argv)));
  app.on('open-url', (_, url) => windows.show(placeOf(url)));
  app.on('activate', () => windows.show());
  app.on('before-quit', () => windows.save());
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
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
