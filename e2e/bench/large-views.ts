import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { kubeconfigText } from '../edge/kubeconfig-text.ts';
import { openApp } from './app.ts';
import type { Figure } from './figure.ts';
import { size, startLargeApi } from './large-api.ts';
import { mainThreadTasks } from './main-thread.ts';
import { scroll } from './scroll.ts';

const CONTEXT = 'large';
const GOAL = 300;
const LONGEST_TASK = 50;
const SCROLL_MS = 5000;

interface View {
  readonly name: string;
  readonly hash: string;
  /** What is on screen once the view is whole: a selector, and text in it where that is what comes last. */
  readonly selector: string;
  readonly text?: string;
}

/** How long each view takes to open in a large cluster whose Services are on screen; and the work that it is in the window. */
export async function largeViews(): Promise<Figure[]> {
  const api = await startLargeApi();
  const folder = await mkdtemp(join(tmpdir(), 'portolan-bench-'));
  try {
    const kubeconfig = join(folder, 'kubeconfig');
    const context = { cluster: { server: api.server }, user: { token: 'token' }, namespace: 'default' };
    await writeFile(kubeconfig, kubeconfigText({ [CONTEXT]: context }, CONTEXT));
    return await openAll(kubeconfig);
  } finally {
    await api.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function openAll(kubeconfig: string): Promise<Figure[]> {
  const { nodes, namespaces, servicesEach, podsEach } = size;
  const services = namespaces * servicesEach;
  const words = `${nodes} nodes, ${(services * podsEach).toLocaleString('en')} Pods`;
  await using app = await openApp(kubeconfig);
  const { page } = app;
  await page.goto(app.url);
  await page.locator(`[role=grid][aria-rowcount="${services + 1}"]`).waitFor({ timeout: 60_000 });
  await page.getByText(`${podsEach}/${podsEach}`).first().waitFor({ timeout: 60_000 });
  await page.locator('nav a[href^="#/problems"] .count').waitFor({ timeout: 60_000 });
  const views: readonly View[] = [
    {
      name: 'Nodes',
      hash: '#/nodes',
      // The head's row, and the cluster's.
      selector: `[role=grid][aria-rowcount="${nodes + 2}"] [role=row] .endpoints .words`,
    },
    { name: "a node's page", hash: `#/nodes/${CONTEXT}/node-1`, selector: '[role=table] [role=row][aria-rowindex]' },
    { name: 'Costs', hash: '#/costs', selector: '.costs-grid [role=row] .month' },
    { name: 'Problems', hash: '#/problems', selector: 'main .body :is(section, p, h2)' },
    { name: 'Names', hash: `#/s/${CONTEXT}/load-01/svc-001/names`, selector: 'code', text: 'svc-001.load-01' },
  ];
  const figures: Figure[] = [];
  for (const view of views) {
    let took = 0;
    const [longest = 0] = await mainThreadTasks(page, async () => {
      took = await page.evaluate(open, view);
    });
    const [whileScrolling = 0] = await mainThreadTasks(page, async () => {
      await page.evaluate(scroll, SCROLL_MS);
    });
    const frame = { unit: 'ms', goal: LONGEST_TASK } as const;
    figures.push(
      { what: `${words}: ${view.name}, from the link to what it shows`, measured: took, unit: 'ms', goal: GOAL },
      { what: `${words}: ${view.name}, longest work for a frame`, measured: longest, ...frame },
      { what: `${words}: ${view.name}, the same in 5 s of scrolling`, measured: whileScrolling, ...frame },
    );
    await leave(page);
  }
  return figures;
}

async function leave(page: Page): Promise<void> {
  await page.evaluate(() => (location.hash = '#/settings'));
  await page.getByRole('heading', { level: 1 }).first().waitFor();
}

/** Runs in the page: goes there, and resolves with the ms until the frame after it is there. */
function open({ hash, selector, text = '' }: View): Promise<number> {
  return new Promise((resolve, reject) => {
    const from = performance.now();
    const look = (): void => {
      const isThere = [...document.querySelectorAll(selector)].some((one) => one.textContent.includes(text));
      const passed = performance.now() - from;
      if (isThere) resolve(passed);
      else if (passed > 20_000) reject(new Error(`${hash} was not there in 20 s`));
      else requestAnimationFrame(look);
    };
    location.hash = hash;
    requestAnimationFrame(look);
  });
}
