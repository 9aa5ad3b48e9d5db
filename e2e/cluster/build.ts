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
const kubernetesVersion = 'v1.36.3';
const oldestGo = [1, 26] as const;

interface GoModule {
  readonly name: 'cluster' | 'coredns';
  readonly dir: string;
  /** Fixed, for they are part of Go's own cache keys too. */
  readonly flags: readonly string[];
  /** What to say before it is built. */
  readonly announce: string;
}

const cluster: GoModule = {
  name: 'cluster',
  dir: fileURLToPath(new URL('go/', import.meta.url)),
  // Without -X the version could not be parsed by clients.
  flags: [
    '-trimpath',
    '-ldflags',
    `-s -w -X k8s.io/component-base/version.gitVersion=${kubernetesVersion}` +
      ' -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=36',
  ],
  announce: 'building the test cluster (about 4 minutes the first time) …',
};

/** A module of its own: it needs another version of Kubernetes' libraries than the cluster does. */
const coredns: GoModule = {
  name: 'coredns',
  dir: fileURLToPath(new URL('coredns/', import.meta.url)),
  flags: ['-trimpath', '-ldflags', '-s -w'],
  announce: 'building CoreDNS (about a minute the first time) …',
};

export type BuildResult =
  | { readonly ok: true; readonly binary: string; readonly cached: boolean }
  | { readonly ok: false; readonly reason: 'no-go' | 'old-go' | 'failed'; readonly message: string };

export interface BuildOptions {
  readonly onProgress?: (line: string) => void;
}

/** Where things built for this source live: the binary, and snapshots made with it. */
export function cacheDir(): Promise<string> {
  return dirOf(cluster);
}

async function dirOf(module: GoModule): Promise<string> {
  const base = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(base, 'portolan', `${module.name}-${await sourceHash(module)}`);
}

/**
 * Builds the cluster binary, or finds the one built before from the same source.
 *
 * A machine without a fit Go is an answer, not an exception: callers skip what needs the cluster and say so.
 */
export function buildCluster(options: BuildOptions = {}): Promise<BuildResult> {
  return buildModule(cluster, options);
}

/** The same for the cluster's DNS server. */
export function buildCoredns(options: BuildOptions = {}): Promise<BuildResult> {
  return buildModule(coredns, options);
}

async function buildModule(module: GoModule, options: BuildOptions): Promise<BuildResult> {
  const dir = await dirOf(module);
  const binary = join(dir, process.platform === 'win32' ? `${module.name}.exe` : module.name);
  if (await exists(binary)) return { ok: true, binary, cached: true };

  const unfit = await checkGo(module);
  if (unfit) return unfit;
  await mkdir(dir, { recursive: true });
  await using _ = await lock(join(dir, 'lock'), options.onProgress);
  if (await exists(binary)) return { ok: true, binary, cached: true };
  options.onProgress?.(module.announce);
  const unfinished = `${binary}.${process.pid}`;
  try {
    const args = ['build', ...module.flags, '-o', unfinished, '.'];
    await run('go', args, { cwd: module.dir, env: goEnv(), maxBuffer: 1 << 26 });
    await rename(unfinished, binary);
  } catch (error) {
    await rm(unfinished, { force: true });
    return { ok: false, reason: 'failed', message: `go build failed: ${firstLines(stderrOf(error))}` };
  }
  return { ok: true, binary, cached: false };
}

async function sourceHash({ dir, flags }: GoModule): Promise<string> {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([flags, process.platform, process.arch]));
  const files = (await readdir(dir)).filter((name) => /^go\.(mod|sum)$|\.go$/.test(name));
  for (const name of files.toSorted()) {
    hash.update(`\0${name}\0`);
    hash.update(await readFile(join(dir, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

async function checkGo({ dir }: GoModule): Promise<Extract<BuildResult, { ok: false }> | undefined> {
  const needed = `Go ${oldestGo.join('.')} or later is needed to build the test cluster`;
  let version: string;
  try {
    // In the module's folder, where an older Go may fetch the toolchain that go.mod asks for.
    version = (await run('go', ['env', 'GOVERSION'], { cwd: dir, env: goEnv() })).stdout.trim();
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
