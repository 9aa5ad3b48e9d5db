import { Menu } from 'electron';

/** The standard menus alone: they carry the shortcuts for editing, zoom and full screen. */
export function setMenu(): void {
  const appMenu = process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : [];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([...appMenu, { role: 'editMenu' }, { role: 'viewMenu' }, { role: 'windowMenu' }]),
  );
}
