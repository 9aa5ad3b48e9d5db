import type { Figure } from './figure.ts';
import { openApp } from './app.ts';
import { mainThreadTasks } from './main-thread.ts';

/** `seq` up to this prints 100 MB. */
const LAST = 11_222_222;

/** 100 MB through a terminal, from a shell of the demo cluster to the screen. */
export async function terminal(): Promise<Figure[]> {
  await using app = await openApp('');
  const { page } = app;
  await page.goto(app.url);
  await page.getByRole('row', { name: /lobby-public/ }).waitFor();
  await page.evaluate(() => (location.hash = '#/s/portolan-demo/game-lobby/lobby/endpoints'));
  await page
    .getByRole('button', { name: /^Shell in lobby-/ })
    .first()
    .click();
  const rows = page.locator('.xterm-rows');
  await rows.filter({ hasText: '/ #' }).waitFor();
  const from = Date.now();
  const tasks = await mainThreadTasks(page, async () => {
    await page.keyboard.type(`seq ${LAST}\n`);
    await rows.filter({ hasText: `${LAST}/ #` }).waitFor({ timeout: 300_000 });
  });
  const took = Date.now() - from;
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const what = '100 MB through a terminal';
  return [
    { what: `${what}: longest work for a frame`, measured: tasks[0] ?? 0, unit: 'ms', goal: 50 },
    { what: `${what}: the page's heap after it`, measured: usedSize / 1e6, unit: 'MB', goal: 100 },
    { what: `${what}: until the last line`, measured: took, unit: 'ms' },
  ];
}
