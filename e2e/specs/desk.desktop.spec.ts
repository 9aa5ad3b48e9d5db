import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import type { FakeApi } from '../../electron/core/testing/fake-api.ts';
import { settled } from '../demo-door.ts';
import { test as onFakeApi } from '../edge/on-fake-api.ts';
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

/** Notes the notifications that are shown from now on, and lets a person's time pass: main's clock alone is moved. */
async function noteNews(app: ElectronApplication) {
  await app.evaluate(({ Notification }) => {
    const news: string[] = [];
    Reflect.set(globalThis, 'news', news);
    Notification.prototype.show = function (this: Electron.Notification) {
      news.push(this.title);
    };
  });
  return {
    news: () => app.evaluate(() => Reflect.get(globalThis, 'news') as readonly string[]),
    pass: (seconds: number) =>
      app.evaluate((_, seconds) => {
        const now = Date.now;
        Date.now = () => now() + seconds * 1000;
      }, seconds),
  };
}

function putEndpoint(api: FakeApi, namespace: string, name: string): void {
  api.objects.put('endpointslices', {
    metadata: { namespace, name: `${name}-1`, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints: [{ addresses: ['10.1.0.1'], conditions: { ready: true }, targetRef: { kind: 'Pod', namespace, name } }],
  });
}
/** A line of the menu bar: what it says, and whether it can be chosen. */
const menuLine = (app: ElectronApplication, id: string): Promise<string> =>
  app.evaluate(({ Menu }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
    return `${item?.label ?? 'no'}: ${item?.enabled ? 'on' : 'off'}`;
  }, id);

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
  await expect.poll(() => menuLine(app, 'copy.diagnostics')).toBe('Copy diagnostics: on');
  await page.close();
  // The window's end is over once the menus know of it.
  await expect.poll(() => menuLine(app, 'copy.diagnostics')).toBe('Copy diagnostics: off');
  await app.evaluate(({ app: main }) => void main.emit('activate'));
  await expect.poll(() => app.windows().length).toBe(1);

  // The menus offer what the page can do, and without a window what opens one.
  await expect.poll(() => menuLine(app, 'copy.diagnostics')).toBe('Copy diagnostics: on');
  expect(await menuLine(app, 'service.forward')).toBe('Forward: off');
  await app.windows()[0]?.close();
  await expect.poll(() => menuLine(app, 'copy.diagnostics')).toBe('Copy diagnostics: off');
  const opened = app.waitForEvent('window');
  await app.evaluate(({ Menu }) => {
    Menu.getApplicationMenu()?.getMenuItemById('go.nodes')?.click();
  });
  await expect((await opened).getByRole('heading', { name: 'Nodes', level: 1 })).toBeVisible();
});

onFakeApi('a lost forward is told of once, and so is its return', async ({ launchDesktop, api, kubeconfig }) => {
  for (const name of ['db', 'web']) putEndpoint(api, 'shop', name);
  putEndpoint(api, 'team-a', 'mail');
  const app = await launchDesktop({ KUBECONFIG: kubeconfig });
  const page = await app.firstWindow();
  const shown = await noteDesk(app);
  const { news, pass } = await noteNews(app);
  const says = (tooltip: string) => expect.poll(async () => (await shown()).tooltip).toBe(`Portolan: ${tooltip}`);
  const forward = (name: string) => page.getByRole('button', { name: `Forward ${name}`, exact: true }).click();

  await forward('web');
  await says('1 forward');
  api.objects.remove('endpointslices', 'shop/web-1');
  await says('1 forward, 1 without an answer');
  expect(await news()).toEqual([]);
  await pass(31);
  // What main does not say is known once it has shown something later.
  await forward('db');
  await says('2 forwards, 1 without an answer');
  const lost = [expect.stringMatching(/^shop\/web does not answer on localhost:\d+$/)];
  expect(await news()).toEqual(lost);

  putEndpoint(api, 'shop', 'web');
  await says('2 forwards');
  const regained = [...lost, expect.stringMatching(/^shop\/web answers again on localhost:\d+$/)];
  expect(await news()).toEqual(regained);

  // It comes and goes: that is known by now.
  api.objects.remove('endpointslices', 'shop/web-1');
  await says('2 forwards, 1 without an answer');
  await pass(31);
  await forward('mail');
  await says('3 forwards, 1 without an answer');
  expect(await news()).toEqual(regained);
});
