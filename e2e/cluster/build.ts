import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { errorCode, textOf } from './errors.ts';
import { lock } from './lock.ts';

const run = promisify(execFile);
const moduleDir = fileURLToPath(new URL('go/', import.meta.url));
const kubernetesVersion = 'v1.36.3';
const oldestGo = [1, 26] as const;

// Fixed, for they are part of Go's own cache keys too. Without -X the version could not be parsed by clients.
const flags = [
  '-trimpath',
  '-ldflags',
  `-s -w -X k8s.io/component-base/version.gitVersion=${kubernetesVersion}` +
    ' -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=36',
];

export type BuildResult =
  | { readonly ok: true; readonly binary: string; readonly cached: boolean }
  | { readonly ok: false; readonly reason: 'no-go' | 'old-go' | 'failed'; readonly message: string };

export interface BuildOptions {
  readonly onProgress?: (line: string) => void;
}

/** Where things built for this source live: the binary, and snapshots made with it. */
export async function cacheDir(): Promise<string> {
  const base = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(base, 'portolan', `cluster-${await sourceHash()}`);
}

/**
 * Builds the cluster binary, or finds the one built before from the same source.
 *
 * A machine without a fit Go is an answer, not an exception: callers skip what needs the cluster and say so.
 */
export async function buildCluster(options: BuildOptions = {}): Promise<BuildResult> {
  const dir = await cacheDir();
  const binary = join(dir, process.platform === 'win32' ? 'cluster.exe' : 'cluster');
  if (await exists(binary)) return { ok: true, binary, cached: true };

  const unfit = await checkGo();
  if (unfit) return unfit;
  await mkdir(dir, { recursive: true });
  await using _ = await lock(join(dir, 'lock'), options.onProgress);
  if (await exists(binary)) return { ok: true, binary, cached: true };
  options.onProgress?.('building the test cluster (about 4 minutes the first time) …');
  const unfinished = `${binary}.${process.pid}`;
  try {
    await run('go', ['build', ...flags, '-o', unfinished, '.'], { cwd: moduleDir, env: goEnv(), maxBuffer: 1 << 26 });
    await rename(unfinished, binary);
  } catch (error) {
    await rm(unfinished, { force: true });
    return { ok: false, reason: 'failed', message: `go build failed: ${firstLines(stderrOf(error))}` };
  }
  return { ok: true, binary, cached: false };
}

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([flags, process.platform, process.arch]));
  const files = (await readdir(moduleDir)).filter((name) => /^go\.(mod|sum)$|\.go$/.test(name));
  for (const name of files.toSorted()) {
    hash.update(`\0${name}\0`);
    hash.update(await readFile(join(moduleDir, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

async function checkGo(): Promise<Extract<BuildResult, { ok: false }> | undefined> {
  const needed = `Go ${oldestGo.join('.')} or later is needed to build the test cluster`;
  let version: string;
  try {
    // In the module's folder, where an older Go may fetch the toolchain that go.mod asks for.
    version = (await run('go', ['env', 'GOVERSION'], { cwd: moduleDir, env: goEnv() })).stdout.trim();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { ok: false, reason: 'no-go', message: `${needed}; no go was found` };
    return { ok: false, reason: 'old-go', message: `${needed}: ${firstLines(stderrOf(error))}` };
  }
  const [major = 0, minor = 0] = version.replace(/^go/, '').split('.').map(Number);
  if (major > oldestGo[0] || (major === oldestGo[0] && minor >= oldestGo[1])) return undefined;
  return { ok: false, reason: 'old-go', message: `${needed}; found ${version}` };
}

function goEnv(): NodeJS.ProcessEnv {
  return { ...process.env, CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: '-mod=readonly', LC_ALL: 'C' };
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function stderrOf(error: unknown): string {
  const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  return stderr || textOf(error);
}

function firstLines(text: string): string {
  return text.trim().split('\n').slice(0, 3).join(' | ');
}
