import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { connectBed, type Bed } from './cluster/bed.ts';
import { aroundBrowser, aroundDesktop, type Outside } from './outside.ts';
import { ROOT, ServedCore } from './served-core.ts';

export { expect } from '@playwright/test';

/** How the app is opened: in Chromium over `portolan serve`, or in the real Electron attached to the same. */
export interface DoorOptions {
  door: 'browser' | 'desktop';
}

export interface Fixtures {
  /** The run's cluster with the samples. Without one, tests that ask for it are skipped. */
  bed: Bed;
  /** The kubeconfig that the core reads; the bed's own. `test.use({ kubeconfig: path })` for another one. */
  kubeconfig: string;
  /** What `portolan serve` is told besides. */
  serveFlags: readonly string[];
  /** A folder of this test's own, for the app's state and the person's home. */
  home: string;
  /** The core behind the page; it may be stopped and started. */
  core: ServedCore;
  /** The desktop apps that the test has started; closed after it. */
  desktops: ElectronApplication[];
  /** Starts the desktop app with what is added to its environment. */
  launchDesktop: (env: NodeJS.ProcessEnv) => Promise<ElectronApplication>;
  /** A web server that has nothing to do with the app, on another port of this computer; it notes what it is asked. */
  foreignServer: { readonly url: string; readonly requests: readonly string[] };
  /** The app's page, its wire to the core asked for. */
  page: Page;
  /** What is around that page. */
  outside: Outside;
  /** Stops the core behind the page, does what is given, starts it again, and opens the page anew. */
  restartCore: (meanwhile?: () => Promise<unknown>) => Promise<void>;
}

/** What lets the desktop app attach to the core; in the environment of both. */
export const attachKey = randomBytes(32).toString('base64url');

export const test = base.extend<Fixtures & DoorOptions>({
  door: ['browser', { option: true }],

  bed: async ({}, use) => {
    const { PORTOLAN_BED: dir, PORTOLAN_BED_MISSING: missing = 'no cluster' } = process.env;
    test.skip(dir === undefined, missing);
    await using bed = await connectBed(dir ?? '');
    await use(bed);
  },

  kubeconfig: async ({ bed }, use) => use(bed.kubeconfig),

  serveFlags: [[], { option: true }],

  home: async ({}, use) => {
    const home = await mkdtemp(join(tmpdir(), 'portolan-e2e-'));
    await use(home);
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  },

  core: async ({ kubeconfig, home, serveFlags }, use) => {
    const env = { ...cleanEnv(home), KUBECONFIG: kubeconfig, PORTOLAN_ATTACH_KEY: attachKey };
    const core = new ServedCore(env, serveFlags);
    await core.start();
    await use(core);
    await core.stop();
  },

  desktops: async ({}, use) => {
    const launched: ElectronApplication[] = [];
    await use(launched);
    for (const app of launched) await app.close();
  },

  launchDesktop: async ({ home, desktops }, use) => {
    const { PORTOLAN_ELECTRON: executablePath } = process.env;
    await use(async (env) => {
      test.skip(executablePath === undefined, 'Electron cannot be had here');
      const app = await launchElectron({
        ...(executablePath !== undefined && { executablePath }),
        args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--lang=en-US', ROOT],
        env: { ...stringsOf(cleanEnv(home)), ...stringsOf(env) },
      });
      desktops.push(app);
      // Nobody is there to answer. What a test left open may be counted still when its app is closed.
      await app.evaluate(({ dialog }) => {
        dialog.showMessageBoxSync = () => 0;
      });
      return app;
    });
  },

  foreignServer: async ({}, use) => {
    const requests: string[] = [];
    const server = createServer(({ url = '' }, response) => {
      requests.push(url);
      response.setHeader('Content-Type', 'text/html').end('<title>Somebody else</title>');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo; // a TCP server's address is no string
    await use({ url: `http://127.0.0.1:${port}/`, requests });
    server.closeAllConnections();
    server.close();
  },

  page: async ({ door, core, context, launchDesktop }, use) => {
    if (door === 'browser') {
      const page = await context.newPage();
      await page.goto(core.url);
      await use(page);
      return;
    }
    const app = await launchDesktop({
      PORTOLAN_ATTACH: `ws://127.0.0.1:${core.port}`,
      PORTOLAN_ATTACH_KEY: attachKey,
    });
    await use(await loadedWindow(app));
  },

  outside: async ({ page, home, desktops: [app] }, use) =>
    use(app === undefined ? aroundBrowser(page) : aroundDesktop(app, home)),

  restartCore: async ({ door, page, core }, use) =>
    use(async (meanwhile) => {
      await core.stop();
      await meanwhile?.();
      await core.start();
      // The key of a browser is for one core alone.
      await (door === 'browser' ? page.goto(core.url) : page.reload());
    }),
});

/** The app's window as far as a browser's page is once it has been gone to. */
export async function loadedWindow(app: ElectronApplication): Promise<Page> {
  const page = await app.firstWindow();
  await page.waitForLoadState();
  return page;
}

/** Counts the ports that the document is given from now on, and each later document from its start. */
export async function countPorts(page: Page): Promise<() => Promise<number>> {
  const count = (): void => {
    const counted = { ports: 0 };
    Reflect.set(globalThis, 'counted', counted);
    addEventListener('message', ({ data }) => {
      if (data === 'portolan-port') counted.ports += 1;
    });
  };
  await page.addInitScript(count);
  await page.evaluate(count);
  return () => page.evaluate(() => (Reflect.get(globalThis, 'counted') as { ports: number }).ports);
}

/**
 * Electron's runtime died of SIGSEGV while it started, once in some hundred launches and before the app was ready: that
 * is none of the app's doing, and is tried once more. An app that dies in any other way fails its test.
 */
async function launchElectron(options: Parameters<typeof _electron.launch>[0]): Promise<ElectronApplication> {
  try {
    return await _electron.launch(options);
  } catch (error) {
    if (!String(error).includes('signal=SIGSEGV')) throw error;
    process.stdout.write('Electron died of SIGSEGV while it started; once more\n');
    return _electron.launch(options);
  }
}

const THEIRS = /^(?:KUBECONFIG|LC_ALL|LC_MESSAGES|(?:https?|all|no)_proxy)$/i;

/** Nothing of whoever runs the tests: their kubeconfig, their settings, their language, their proxy. */
function cleanEnv(home: string): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !THEIRS.test(name))),
    HOME: home,
    LANG: 'en_US.UTF-8',
    XDG_CONFIG_HOME: join(home, 'config'),
    PORTOLAN_STATE_DIR: join(home, 'state'),
  };
}

function stringsOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
