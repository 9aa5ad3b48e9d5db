import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { _electron } from '@playwright/test';
import { needDisplay, needElectron } from '../tools/needs.ts';
import { startPortolan } from '../core/portolan.ts';
import { findElectron } from '../../electron/find-electron.ts';
import { ROOT } from '../served-core.ts';
import { openApp } from './app.ts';
import { quantile, type Figure } from './figure.ts';
import { mainThreadTasks } from './main-thread.ts';

const STARTS = 5;
const SIZE = { services: 2000, pods: 10_000, churn: 100 } as const;
const WATCHED_MS = 20_000;

/** What the demo cluster costs the desktop app at its start, and whether a large one lives. */
export async function demo(): Promise<Figure[]> {
  return [...(await starts()), ...(await churning())];
}

interface Start {
  /** To the window with its first words, in ms. */
  readonly opened: number;
  /** To what is asked for. */
  readonly shown: number;
  /** Of the core's process, in MB. */
  readonly memory: number;
}

/** The real Electron, with the demo cluster opened by itself and with nothing to open, by turns. */
async function starts(): Promise<Figure[]> {
  const electron = await findElectron(process.env);
  if (electron === undefined || !(await needElectron()).have || !(await needDisplay()).have) return [];
  const plain: Start[] = [];
  const withDemo: Start[] = [];
  for (let n = 0; n < STARTS; n++) {
    plain.push(await start(electron, { connected: '[]', shown: 'main' }));
    withDemo.push(await start(electron, { shown: '[role=row]:has-text("lobby-public")' }));
  }
  const median = (runs: readonly Start[], of: keyof Start): number =>
    quantile(
      runs.map((run) => run[of]),
      0.5,
    );
  const peer = (of: keyof Start) => ({ name: 'the app without it', measured: median(plain, of) });
  return [
    {
      what: 'From the start to the window, the demo cluster on its way',
      measured: median(withDemo, 'opened'),
      unit: 'ms',
      goal: median(plain, 'opened') + 200,
      peer: peer('opened'),
    },
    { what: 'From the start to the demo cluster’s rows', measured: median(withDemo, 'shown'), unit: 'ms' },
    {
      what: 'Memory of the core, with the demo',
      measured: median(withDemo, 'memory'),
      unit: 'MB',
      goal: median(plain, 'memory') + 30,
      peer: peer('memory'),
    },
  ];
}

async function start(
  executablePath: string,
  { shown, connected }: { readonly shown: string; readonly connected?: string },
): Promise<Start> {
  const home = await mkdtemp(join(tmpdir(), 'portolan-bench-'));
  const state = join(home, 'state');
  if (connected !== undefined) {
    await mkdir(state, { recursive: true });
    await writeFile(join(state, 'state.json'), `{"connected": ${connected}}`);
  }
  const from = Date.now();
  const app = await _electron.launch({
    executablePath,
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--lang=en-US', ROOT],
    env: { ...environment(), HOME: home, XDG_CONFIG_HOME: join(home, 'config'), PORTOLAN_STATE_DIR: state },
  });
  const page = await app.firstWindow();
  await page.locator('main').waitFor();
  const opened = Date.now() - from;
  await page.locator(shown).first().waitFor();
  const shownAfter = Date.now() - from;
  await sleep(1000); // what was only needed to start is given back
  const memory = await app.evaluate(({ app: main }) =>
    Math.max(
      ...main.getAppMetrics().flatMap(({ type, memory: of }) => (type === 'Utility' ? [of.workingSetSize] : [])),
    ),
  );
  await app.close();
  await rm(home, { recursive: true, force: true, maxRetries: 3 });
  return { opened, shown: shownAfter, memory: memory / 1024 };
}

function environment(): Record<string, string> {
  const { KUBECONFIG: _, ...env } = process.env;
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** A large demo cluster under change, watched in the window. */
async function churning(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'portolan-bench-'));
  const kubeconfig = join(folder, 'demo.yaml');
  const sizes = Object.entries(SIZE).flatMap(([flag, value]) => [`--${flag}`, String(value)]);
  const from = Date.now();
  const cluster = startPortolan(['demo', '--write-kubeconfig', kubeconfig, ...sizes]);
  try {
    await cluster.printed(/KUBECONFIG/);
    const ready = Date.now() - from;
    await using app = await openApp(kubeconfig);
    await app.page.goto(app.url);
    await app.page.locator('[role=grid] [role=row]').nth(5).waitFor({ timeout: 60_000 });
    const [longest = 0] = await mainThreadTasks(app.page, () => sleep(WATCHED_MS));
    const size = `Demo of ${SIZE.services.toLocaleString('en')} Services, ${SIZE.pods.toLocaleString('en')} Pods`;
    return [
      { what: `${size}: from the command to its kubeconfig`, measured: ready, unit: 'ms' },
      {
        what: `${size}, ${SIZE.churn} changes a second for ${WATCHED_MS / 1000} s: longest work for a frame`,
        measured: longest,
        unit: 'ms',
        goal: 50,
      },
    ];
  } finally {
    cluster.signal('SIGTERM');
    await cluster.ended;
    await rm(folder, { recursive: true, force: true });
  }
}
