import type { Page } from '@playwright/test';

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** In µs of one clock for all events. */
  readonly ts: number;
  readonly dur?: number;
  /** CPU time of the thread, in µs: what other processes took from it is not in there. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/**
 * The CPU time in ms of each task that the page's main thread ran meanwhile, the longest first. Where a page's code is
 * loaded meanwhile, from then on: before it, there is no frame to be late.
 *
 * Not the time between frames: without a GPU, and beside the cluster on the same two cores, that tells more of the machine.
 */
export async function mainThreadTasks(page: Page, act: () => Promise<void>): Promise<readonly number[]> {
  const browser = page.context().browser();
  if (!browser) throw new Error('the page has no browser to trace');
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }; // Chromium's own format
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const events = traceEvents.filter(({ pid, tid }) => mains.has(`${pid} ${tid}`));
  const loaded = events.filter(({ name }) => name === 'v8.evaluateModule').map(({ ts, dur = 0 }) => ts + dur);
  return events
    .filter(({ name, ts }) => name.endsWith('RunTask') && ts >= Math.max(0, ...loaded))
    .map(({ tdur = 0 }) => tdur / 1000)
    .toSorted((a, b) => b - a);
}
