import type { Bed } from '../cluster/bed.ts';
import { largeSize } from '../cluster/large.ts';
import { openApp } from './app.ts';
import { quantile, type Figure } from './figure.ts';
import { mainThreadTasks } from './main-thread.ts';
import { scroll } from './scroll.ts';

const SERVICES = largeSize.namespaces * largeSize.servicesEach;
const PODS = SERVICES * largeSize.podsEach;
const SCROLL_MS = 20_000;
const LONGEST_TASK = 50;

/** Opening 2,000 Services and scrolling through them and back; kubectl gets what the list is made of, in the same run. */
export async function largeList(bed: Bed): Promise<Figure[]> {
  await using app = await openApp(bed.kubeconfig);
  const { page } = app;
  let shown = 0;
  const opening = await mainThreadTasks(page, async () => {
    const asked = Date.now();
    await page.goto(app.url);
    const all = String(SERVICES + 2); // the head's row, and the API server's own Service
    await page.locator(`[role=grid][aria-rowcount="${all}"]`).waitFor({ timeout: 60_000 });
    await page.getByText(`${largeSize.podsEach}/${largeSize.podsEach}`).first().waitFor({ timeout: 60_000 });
    shown = Date.now() - asked;
  });
  let frames: readonly number[] = [];
  const scrolling = await mainThreadTasks(page, async () => {
    frames = await page.evaluate(scroll, SCROLL_MS);
  });

  const asked = Date.now();
  await bed.kubectl(['get', 'services,endpointslices,pods', '-A', '-o', 'name'], undefined, { timeout: 120_000 });
  const peer = { name: '`kubectl get services,endpointslices,pods -A -o name`', measured: Date.now() - asked };
  const size = `${SERVICES.toLocaleString('en')} Services, ${PODS.toLocaleString('en')} Pods`;
  const longest = ([task = 0]: readonly number[]): Pick<Figure, 'measured' | 'unit' | 'goal'> => ({
    measured: task,
    unit: 'ms',
    goal: LONGEST_TASK,
  });
  return [
    { what: `${size}: from the link to all rows with their endpoints`, measured: shown, unit: 'ms', peer },
    { what: `${size}: longest work for a frame while opening`, ...longest(opening) },
    { what: `${size}: longest work for a frame in ${SCROLL_MS / 1000} s of scrolling`, ...longest(scrolling) },
    { what: `${size}: from frame to frame while scrolling, p95`, measured: quantile(frames, 0.95), unit: 'ms' },
  ];
}
