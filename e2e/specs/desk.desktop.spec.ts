import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { settled } from '../demo-door.ts';
import { expect, test } from '../hosts.ts';

/** What the app showed outside its window, noted where it hands it to the system. */
interface Shown {
  readonly menu: readonly string[];
  readonly tooltip: string;
  readonly questions: readonly string[];
}

/** Notes what the tray shows from now on, and answers the app's first question with its second button, the others with its first. */
async function noteDesk(app: ElectronApplication): Promise<() => Promise<Shown>> {
  await app.evaluate(({ Tray, dialog }) => {
    const shown = { menu: [] as string[], tooltip: '', questions: [] as string[] };
    Reflect.set(globalThis, 'shown', shown);
    Tray.prototype.setContextMenu = (menu) => {
      shown.menu = menu?.items.map(({ label }) => label) ?? [];
    };
    Tray.prototype.setToolTip = (text) => {
      shown.tooltip = text;
    };
    dialog.showMessageBoxSync = (...options: unknown[]) => {
      const { message } = options[0] as { message: string };
      shown.questions.push(message);
      return shown.questions.length === 1 ? 1 : 0;
    };
  });
  return () => app.evaluate(() => Reflect.get(globalThis, 'shown') as Shown);
}

test('the tray says what is forwarded, and quitting asks while a connection is open', async ({ launchDesktop }) => {
  const app = await launchDesktop({});
  const page = await app.firstWindow();
  const shown = await noteDesk(app);
  await settled(page);
  await page.getByRole('button', { name: 'Forward backend', exact: true }).click();
  await expect.poll(async () => (await shown()).tooltip).toBe('Portolan: 1 forward');
  const line = async (): Promise<string> => (await shown()).menu.find((label) => label.includes('shop/backend')) ?? '';
  await expect.poll(line).toMatch(/^localhost:\d+ {2}shop\/backend$/);

  const socket: Socket = connect(Number(/:(\d+)/.exec(await line())?.[1]), '127.0.0.1').on('error', () => {});
  await page.evaluate(() => (location.hash = '#/forwards'));
  await expect(page.getByRole('row').filter({ hasText: 'backend' }).first()).toContainText('Active');
  await app.evaluate(({ app: main }) => main.quit());
  await expect
    .poll(async () => (await shown()).questions)
    .toEqual(['Quit Portolan? Connections through its forwards are open: 1.']);
  socket.destroy();
});

test('what is chosen for the desktop is done: it starts at login, and goes on in the tray', async ({
  launchDesktop,
  home,
}) => {
  const app = await launchDesktop({});
  const page = await app.firstWindow();
  await page.evaluate(() => (location.hash = '#/settings'));
  await page.getByLabel('Start Portolan when you log in').check();
  const entry = join(home, 'config', 'autostart', 'portolan.desktop');
  await expect.poll(() => readFile(entry, 'utf8').catch(() => '')).toContain('Name=Portolan');
  await page.getByLabel('Start Portolan when you log in').uncheck();
  await expect.poll(() => readFile(entry, 'utf8').catch(() => '')).toBe('');

  await page.getByLabel('Keep running in the tray when the window is closed').check();
  await page.close();
  await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0);
  // What is evaluated may come in the middle of the window's end; what the system says never does.
  await app.evaluate(({ app: main }) => void setImmediate(() => main.emit('activate')));
  await expect.poll(() => app.windows().length).toBe(1);
});
