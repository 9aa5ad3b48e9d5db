import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { InlineConfig } from 'vite';

const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');

/** Where the renderer's build is: what `serve` and the desktop's page read. */
export const RENDERER = join(DIST, 'renderer');

interface Target {
  /** Its folder in `dist`. */
  readonly name: 'renderer' | 'electron';
  /** What it is made from; a change there makes the build stale. */
  readonly sources: readonly string[];
  readonly configs: () => readonly InlineConfig[];
}

const COMMON = ['shared', 'resources/messages', 'package-lock.json'];

const renderer: Target = {
  name: 'renderer',
  sources: [...COMMON, 'renderer'],
  configs: () => [{ configFile: join(ROOT, 'renderer', 'vite.config.ts'), logLevel: 'warn' }],
};

const electron: Target = {
  name: 'electron',
  sources: [...COMMON, 'electron'],
  configs: () => [bundle('main'), bundle('preload'), bundle('attach'), bundle('core', 'core/process.ts')],
};

/**
 * One process of the desktop app as CommonJS for the oldest Node that runs it, with everything inside but Electron:
 * a sandboxed preload and Electron 25, which the tests run in, take nothing else.
 */
function bundle(name: string, entry = `${name}/index.ts`): InlineConfig {
  return {
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['electron', 'node-pty'] },
    build: {
      ssr: true,
      target: 'node18',
      outDir: join(DIST, 'electron'),
      emptyOutDir: false,
      copyPublicDir: false,
      chunkSizeWarningLimit: Infinity, // it is read from a disk, not over a network
      license: { fileName: `${name}-licenses.md` },
      rolldownOptions: {
        input: { [name]: join(ROOT, 'electron', entry) },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: `${name}-[name]-[hash].cjs` },
      },
    },
  };
}

/** Builds what the browser mode needs, unless it is there already. */
export function buildRenderer(): Promise<void> {
  return buildStale([renderer]);
}

/** Builds what the desktop app needs, unless it is there already. */
export function buildDesktop(): Promise<void> {
  return buildStale([renderer, electron]);
}

async function buildStale(targets: readonly Target[]): Promise<void> {
  const stamps = await Promise.all(targets.map((target) => stampOf(target)));
  const built = await Promise.all(targets.map(({ name }) => readFile(stampFile(name), 'utf8').catch(() => '')));
  const stale = targets.filter((_, index) => stamps[index] !== built[index]);
  if (stale.length === 0) return;
  await promisify(execFile)('npm', ['run', '--silent', 'prepare'], { cwd: ROOT, shell: process.platform === 'win32' });
  const { build } = await import('vite');
  for (const target of stale) {
    await rm(join(DIST, target.name), { recursive: true, force: true });
    for (const config of target.configs()) await build(config);
    await mkdir(join(DIST, target.name), { recursive: true });
    await writeFile(stampFile(target.name), stamps[targets.indexOf(target)] ?? '');
  }
}

function stampFile(name: string): string {
  return join(DIST, name, '.stamp');
}

/** Names, sizes and times of all sources: anything changed, added or removed gives another one. */
async function stampOf({ sources }: Target): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) for (const line of await listing(source)) hash.update(line);
  return hash.digest('hex');
}

async function listing(path: string): Promise<string[]> {
  const info = await stat(join(ROOT, path));
  if (!info.isDirectory()) return [`${path} ${info.size} ${info.mtimeMs}\n`];
  // Made anew by each `npm ci`, from messages that are listed themselves.
  const names = (await readdir(join(ROOT, path))).filter((name) => name !== 'paraglide').toSorted();
  return (await Promise.all(names.map((name) => listing(join(path, name))))).flat();
}
