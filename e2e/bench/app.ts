import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { needChromium } from '../tools/needs.ts';
import { ServedCore } from '../served-core.ts';

/** A core of its own under `portolan serve`, and one page of it in a real browser that has not been opened yet. */
export interface BenchApp extends AsyncDisposable {
  readonly page: Page;
  readonly url: string;
}

export async function openApp(kubeconfig: string): Promise<BenchApp> {
  const browserNeed = await needChromium();
  if (!browserNeed.have) throw new Error(browserNeed.why);
  const executablePath = browserNeed.env?.['PORTOLAN_CHROMIUM'];
  const home = await mkdtemp(join(tmpdir(), 'portolan-bench-'));
  const core = new ServedCore({
    PATH: process.env['PATH'],
    HOME: home,
    LANG: 'en_US.UTF-8',
    KUBECONFIG: kubeconfig,
    PORTOLAN_STATE_DIR: join(home, 'state'),
    PORTOLAN_ATTACH_KEY: randomBytes(32).toString('base64url'),
  });
  await core.start();
  const browser = await chromium.launch({
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    ...(executablePath !== undefined && { executablePath }),
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  return {
    page,
    url: core.url,
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      await core.stop();
      await rm(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
