import type { Page } from '@playwright/test';
import { openApp } from './app.ts';
import type { Figure } from './figure.ts';
import { mainThreadTasks } from './main-thread.ts';

/** `seq` up to this prints 100 MB. */
const LAST = 11_222_222;

/** Where 100 MB come from, and what stands on the screen when it takes commands and when the last line is there. */
interface Source {
  readonly what: string;
  readonly open: (page: Page) => Promise<void>;
  readonly prompt: string;
  readonly end: string;
}

const sources: readonly Source[] = [
  {
    what: '100 MB through a terminal',
    open: async (page) => {
      const shell = page.getByRole('button', { name: /^Shell in lobby-/ });
      await shell.first().click();
    },
    prompt: '/ #',
    end: `${LAST}/ #`,
  },
  {
    what: '100 MB through a shell of this computer',
    open: async (page) => {
      await page.keyboard.press('Control+j');
      await page.getByRole('button', { name: 'New terminal' }).press('Enter');
      await page.getByRole('menuitem', { name: /^Shell with kubectl on demo/ }).press('Enter');
      await page.getByText('running', { exact: true }).waitFor();
      // A prompt of our own: nobody knows what a shell here would say.
      await page.keyboard.type("PS1='bench> '; clear\n");
    },
    prompt: 'bench>',
    end: `${LAST}bench>`,
  },
];

/** 100 MB through terminals to the screen: from a shell of the demo cluster, and from node-pty. */
export async function terminal(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const source of sources) figures.push(...(await burst(source)));
  return figures;
}

async function burst({ what, open, prompt, end }: Source): Promise<readonly Figure[]> {
  await using app = await openApp('', ['--terminal']);
  const { page } = app;
  await page.goto(app.url);
  await page.getByRole('row', { name: /lobby-public/ }).waitFor();
  await page.evaluate(() => (location.hash = '#/s/portolan-demo/game-lobby/lobby/endpoints'));
  await page
    .getByRole('button', { name: /^Shell in lobby-/ })
    .first()
    .waitFor();
  await open(page);
  const rows = page.locator('.xterm-rows');
  await rows.filter({ hasText: prompt }).waitFor();
  const before = await app.coreMemory();
  const from = Date.now();
  const tasks = await mainThreadTasks(page, async () => {
    await page.keyboard.type(`seq ${LAST}\n`);
    await rows.filter({ hasText: end }).waitFor({ timeout: 300_000 });
  });
  const took = Date.now() - from;
  const after = await app.coreMemory();
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return [
    { what: `${what}: longest work for a frame`, measured: tasks[0] ?? 0, unit: 'ms', goal: 50 },
    { what: `${what}: the page's heap after it`, measured: usedSize / 1e6, unit: 'MB', goal: 100 },
    { what: `${what}: what the core took more at most`, measured: after.most - before.now, unit: 'MB', goal: 100 },
    { what: `${what}: until the last line`, measured: took, unit: 'ms' },
  ];
}
