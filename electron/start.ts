import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { buildDesktop, buildRenderer } from './build.ts';
import { findElectron } from './find-electron.ts';
import { openUrl } from './open-url.ts';

/** `npm start`: the app in its window, or in a browser where Electron can't be had. */
const ROOT = join(import.meta.dirname, '..');

/** Passes our end on to the child, and the child's end on to whoever waits for us. */
async function follow(child: ReturnType<typeof spawn>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | undefined];
  process.exitCode = code ?? 1;
}

async function startDesktop(electron: string): Promise<void> {
  await buildDesktop();
  // Chromium refuses its sandbox to root; whoever starts a desktop as root has chosen that.
  const flags = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  await follow(spawn(electron, [...flags, ROOT], { stdio: 'inherit' }));
}

async function startBrowser(): Promise<void> {
  await buildRenderer();
  const server = spawn(process.execPath, [join(ROOT, 'electron', 'cli', 'main.ts'), 'serve'], {
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  createInterface(server.stdout).on('line', (line) => {
    process.stdout.write(`${line}\n`);
    const url = /http:\/\/\S+/.exec(line)?.[0];
    if (url !== undefined) openUrl(url);
  });
  await follow(server);
}

/** Why there can be no window here, or the binary that opens one. */
async function desktop(): Promise<{ readonly electron: string } | { readonly why: string }> {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return { why: 'There is no display here' };
  const electron = await findElectron(process.env);
  return electron === undefined ? { why: 'Electron cannot be had here' } : { electron };
}

try {
  const found = await desktop();
  if ('electron' in found) {
    await startDesktop(found.electron);
  } else {
    process.stdout.write(`${found.why}: opening Portolan in the browser instead.\n`);
    await startBrowser();
  }
} catch (error) {
  process.stderr.write(`portolan: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
