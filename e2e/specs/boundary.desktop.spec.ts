import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { countPorts, expect, test } from '../hosts.ts';
import { ROOT } from '../served-core.ts';

// What the desktop shell promises (electron/main/security.ts, ipc.ts), in the real Electron with the core inside.
test.use({ kubeconfig: '' });

/** The pids of the processes that run the core. */
async function corePids(app: ElectronApplication): Promise<number[]> {
  const metrics = await app.evaluate(({ app }) => app.getAppMetrics());
  return metrics.filter(({ name }) => name === 'Portolan core').map(({ pid }) => pid);
}

/** What the window was opened with; Electron has this, its types do not. */
function preferences(app: ElectronApplication): Promise<Electron.WebPreferences> {
  return app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const contents = window?.webContents as unknown as { getLastWebPreferences(): Electron.WebPreferences };
    return contents.getLastWebPreferences();
  });
}

test('the preload gives the page three functions and nothing else', async ({ launchDesktop }) => {
  const page = await (await launchDesktop({})).firstWindow();
  const exposed = await page.evaluate(() => {
    const desktop = Reflect.get(globalThis, 'portolan') as Record<string, unknown>;
    return Object.entries(desktop).map(([name, value]) => `${name}: ${typeof value}`);
  });
  expect(exposed.toSorted()).toEqual(['connect: function', 'pickKubeconfig: function', 'tellCommands: function']);
});

test('the window is sandboxed', async ({ launchDesktop }) => {
  const app = await launchDesktop({});
  await app.firstWindow();
  expect(await preferences(app)).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
  });
});

test('a second ask for the port is refused', async ({ launchDesktop }) => {
  const page = await (await launchDesktop({})).firstWindow();
  const ports = await countPorts(page);
  const ask = (): Promise<string> =>
    page.evaluate(() =>
      (Reflect.get(globalThis, 'portolan') as { connect(): Promise<void> }).connect().then(
        () => 'given',
        () => 'refused',
      ),
    );
  await ask();
  expect(await ask()).toBe('refused');
  expect(await ports()).toBeLessThanOrEqual(1);
});

test('another window gets no port, nor does another page in ours', async ({ launchDesktop, foreignServer }) => {
  const app = await launchDesktop({});
  await app.firstWindow();
  const answers = await app.evaluate(
    async ({ BrowserWindow, session }, { foreign, preload }) => {
      // What would keep another page out before it could ask.
      session.defaultSession.webRequest.onBeforeRequest(null);
      const ask = async ({ webContents }: Electron.BrowserWindow, url: string): Promise<string> => {
        if (webContents.isLoading())
          await new Promise((resolve) => webContents.once('did-stop-loading', () => resolve(undefined)));
        await webContents.loadURL(url);
        const answer: unknown = await webContents.executeJavaScript("portolan.connect().then(() => 'given', String)");
        return String(answer);
      };
      const [ours] = BrowserWindow.getAllWindows();
      const other = new BrowserWindow({ show: false, webPreferences: { preload } });
      const answers = [await ask(other, foreign), await ask(other, 'app://portolan/')];
      other.destroy();
      return ours ? [...answers, await ask(ours, foreign)] : answers;
    },
    { foreign: foreignServer.url, preload: join(ROOT, 'dist', 'electron', 'preload.cjs') },
  );
  const refused: unknown = expect.stringContaining("Only the page of the app's windows may ask.");
  expect(answers).toEqual([refused, refused, refused]);
});

test('the page learns of the one file that the person picks', async ({ launchDesktop }) => {
  const app = await launchDesktop({});
  const page = await app.firstWindow();
  const pick = async (filePaths: string[]): Promise<string | undefined> => {
    await app.evaluate(({ dialog }, filePaths) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: filePaths.length === 0, filePaths });
    }, filePaths);
    return page.evaluate(() =>
      (Reflect.get(globalThis, 'portolan') as { pickKubeconfig(): Promise<string | undefined> }).pickKubeconfig(),
    );
  };
  expect(await pick(['picked/config'])).toBe('picked/config');
  expect(await pick([])).toBeUndefined();
});

test('the page can neither navigate away nor open windows', async ({ launchDesktop }) => {
  const app = await launchDesktop({});
  const page = await app.firstWindow();
  // Where a web link would be opened: nowhere in a test.
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Reflect.set(globalThis, 'opened', opened);
    shell.openExternal = (url) => Promise.resolve(void opened.push(url));
  });
  const opened = await page.evaluate(() => {
    const urls = ['file:///etc/hosts', 'ssh://example.org', 'https://example.org/page'];
    const opened = urls.filter((url) => open(url) !== null);
    location.href = 'https://example.org/elsewhere';
    return opened;
  });
  expect(opened).toEqual([]);
  await expect
    .poll(() => app.evaluate(() => Reflect.get(globalThis, 'opened') as string[]))
    .toEqual(['https://example.org/page']);
  expect(page.url()).toMatch(/^app:\/\/portolan\//);
  expect(app.windows()).toHaveLength(1);
});

test('permissions are denied, but for writing to the clipboard', async ({ launchDesktop }) => {
  const page = await (await launchDesktop({})).firstWindow();
  const states = await page.evaluate(async () => {
    const state = async (name: string): Promise<string> =>
      (await navigator.permissions.query({ name: name as PermissionName })).state;
    return Promise.all(['geolocation', 'notifications', 'camera', 'clipboard-read'].map(state));
  });
  expect(states).toEqual(['denied', 'denied', 'denied', 'denied']);
  // Asking is another way than looking.
  expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied');
});

test('no window of the app loads anything but its own files, also without the policy of its page', async ({
  launchDesktop,
  foreignServer,
}) => {
  const app = await launchDesktop({});
  await app.firstWindow();
  const outcome = await app.evaluate(async ({ BrowserWindow }, url) => {
    const bare = new BrowserWindow({ show: false });
    const outcome = await bare.loadURL(url).then(
      () => 'loaded',
      (error: unknown) => String(error),
    );
    bare.destroy();
    return outcome;
  }, foreignServer.url);
  expect(outcome).toContain('ERR_BLOCKED_BY_CLIENT');
  expect(foreignServer.requests).toEqual([]);
});

test('neither a link nor a server nor a tag takes the window elsewhere', async ({ launchDesktop }) => {
  const app = await launchDesktop({});
  await app.firstWindow();
  // What would cause them is held off before already; these stand behind.
  const prevented = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const prevented: string[] = [];
    for (const name of ['will-navigate', 'will-redirect', 'will-attach-webview'])
      window?.webContents.emit(name, { preventDefault: () => prevented.push(name) });
    return prevented;
  });
  expect(prevented).toEqual(['will-navigate', 'will-redirect', 'will-attach-webview']);
});

test('a core that is killed is started again under the same page', async ({ launchDesktop }) => {
  const app = await launchDesktop({});
  const page = await app.firstWindow();
  await expect.poll(() => corePids(app)).toHaveLength(1);
  await page.evaluate(() =>
    (Reflect.get(globalThis, 'portolan') as { connect(): Promise<void> }).connect().catch(() => {}),
  );
  const ports = await countPorts(page);
  const [pid = 0] = await corePids(app);
  process.kill(pid, 'SIGKILL');
  // The counter lives in the page: a reload would have lost it.
  await expect.poll(ports).toBe(1);
  expect(await corePids(app)).not.toContain(pid);
});

test('a page that is reloaded gets a port again', async ({ launchDesktop }) => {
  const page = await (await launchDesktop({})).firstWindow();
  const ports = await countPorts(page);
  for (let times = 0; times < 3; times++) {
    await page.reload();
    await expect.poll(ports).toBe(1);
  }
});

test('a page that crashes is loaded again', async ({ launchDesktop }) => {
  const app = await launchDesktop({});
  await app.firstWindow();
  const url = await app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const back = new Promise((resolve) => contents?.once('did-finish-load', () => resolve(undefined)));
    contents?.forcefullyCrashRenderer();
    await back;
    return contents?.getURL();
  });
  expect(url).toMatch(/^app:\/\/portolan\//);
});

test('the app ends with its core', async ({ launchDesktop }) => {
  const app = await launchDesktop({});
  await app.firstWindow();
  await expect.poll(() => corePids(app)).toHaveLength(1);
  const [pid = 0] = await corePids(app);
  await app.close();
  await expect.poll(() => isAlive(pid)).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
