import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { FakeApi } from '../../electron/core/testing/fake-api.ts';
import { kubeconfigText } from '../edge/kubeconfig-text.ts';
import { openApp } from './app.ts';
import { quantile, type Figure } from './figure.ts';
import { mainThreadTasks } from './main-thread.ts';

const COUNTS = [2000, 10_000];
const GOAL = 50;
/** What is asked for letter by letter: most Services have the first letters, a few hundred all of it. */
const QUESTION = 'fwd svc-0';

/** From a key press in the palette to the list drawn, while one cluster has very many Services. */
export async function palette(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const count of COUNTS) figures.push(...(await withServices(count)));
  return figures;
}

async function withServices(count: number): Promise<readonly Figure[]> {
  const api = await FakeApi.start();
  const folder = await mkdtemp(join(tmpdir(), 'portolan-bench-'));
  try {
    for (let index = 0; index < count; index++) putService(api, index);
    const kubeconfig = join(folder, 'kubeconfig');
    const context = { cluster: { server: api.server }, user: { token: 'token' }, namespace: 'default' };
    await writeFile(kubeconfig, kubeconfigText({ large: context }, 'large'));
    return await type(kubeconfig, count);
  } finally {
    await api.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function putService({ objects }: FakeApi, index: number): void {
  const namespace = `load-${index % 100}`;
  const name = `svc-${String(index).padStart(5, '0')}`;
  const clusterIP = `10.96.${index >> 8}.${index & 255}`;
  const ports = [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }];
  objects.put('services', {
    metadata: { namespace, name },
    spec: { type: 'ClusterIP', clusterIP, clusterIPs: [clusterIP], selector: { app: name }, ports },
  });
}

async function type(kubeconfig: string, count: number): Promise<readonly Figure[]> {
  await using app = await openApp(kubeconfig);
  const { page } = app;
  await page.goto(app.url);
  await page.locator(`[role=grid][aria-rowcount="${count + 1}"]`).waitFor({ timeout: 60_000 });
  const words = `palette, ${count.toLocaleString('en')} Services`;
  let opened: readonly number[] = [];
  let took: readonly number[] = [];
  // The first time its code is loaded and compiled; that is not what a person waits for all day.
  await pressed(page, ['Control+k', ...QUESTION, 'Escape']);
  const opening = await mainThreadTasks(page, async () => {
    opened = await pressed(page, ['Control+k']);
  });
  const [longest = 0] = await mainThreadTasks(page, async () => {
    took = await pressed(page, [...QUESTION]);
  });
  const goal = { unit: 'ms', goal: GOAL } as const;
  return [
    { what: `${words}: from its key to its list`, measured: quantile(opened, 0.5), unit: 'ms' },
    { what: `${words}: longest work to open it`, measured: opening[0] ?? 0, ...goal },
    { what: `${words}: from a letter to its answer, median`, measured: quantile(took, 0.5), ...goal },
    { what: `${words}: longest work for a letter`, measured: longest, ...goal },
  ];
}

/** Presses the keys one by one; for each the ms from its event until the frame that it led to is drawn. */
async function pressed(page: Page, keys: readonly string[]): Promise<readonly number[]> {
  const took: number[] = [];
  for (const key of keys) {
    const drawn = await page.evaluateHandle(nextDrawn);
    await page.keyboard.press(key);
    took.push(await drawn.evaluate(({ ms }) => ms));
  }
  return took;
}

/** Runs in the page: the ms from the next key press that is no modifier's to the end of its frame. */
function nextDrawn(): { readonly ms: Promise<number> } {
  const ms = new Promise<number>((resolve) => {
    const hear = ({ key, timeStamp }: KeyboardEvent): void => {
      if (key === 'Control') return;
      removeEventListener('keydown', hear, { capture: true });
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - timeStamp)));
    };
    addEventListener('keydown', hear, { capture: true });
  });
  // In an object, for a promise itself would be waited for.
  return { ms };
}
