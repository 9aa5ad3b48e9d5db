import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { needChromium } from '../tools/needs.ts';
import { ServedCore } from '../served-core.ts';

/** A core of its own under `portolan serve`, and one page of it in a real browser that has not been opened yet. */
export interface BenchApp extends AsyncDisposable {
  readonly page: Page;
  readonly url: string;
  /** What the core's process holds in memory now, in MB, and the most that it ever held. */
  readonly coreMemory: () => Promise<{ readonly now: number; readonly most: number }>;
}

export async function openApp(kubeconfig: string, serveFlags: readonly string[] = []): Promise<BenchApp> {
  const browserNeed = await needChromium();
  if (!browserNeed.have) throw new Error(browserNeed.why);
  const executablePath = browserNeed.env?.['PORTOLAN_CHROMIUM'];
  const home = await mkdtemp(join(tmpdir(), 'portolan-bench-'));
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    LANG: 'en_US.UTF-8',
    KUBECONFIG: kubeconfig,
    PORTOLAN_STATE_DIR: join(home, 'state'),
    PORTOLAN_ATTACH_KEY: randomBytes(32).toString('base64url'),
  };
  const core = new ServedCore(env, serveFlags);
  await core.start();
  const browser = await chromium.launch({
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    ...(executablePath !== undefined && { executablePath }),
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  return {
    page,
    url: core.url,
    coreMemory: () => memoryOf(core.pid),
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      await core.stop();
      await rm(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** As Linux tells it. */
async function memoryOf(pid: number): Promise<{ readonly now: number; readonly most: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string): number =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024) / 1e6;
  return { now: megabytes('VmRSS'), most: megabytes('VmHWM') };
}
