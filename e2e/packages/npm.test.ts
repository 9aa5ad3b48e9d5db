import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTempFolder, type TempFolder } from '../../electron/core/testing/temp-folder.ts';
import { startPortolan } from '../core/portolan.ts';
import { ROOT, run } from '../tools/run.ts';

/** As people have it: their own Node, which is the oldest that the package runs on where CI can have that. */
const PATH = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .join(delimiter);

let folder: TempFolder;
let env: NodeJS.ProcessEnv;
let file: string;

function npm(args: readonly string[]): Promise<{ readonly stdout: string }> {
  return promisify(execFile)('npm', args, { cwd: folder.path, env: { ...process.env, PATH } });
}

beforeAll(async () => {
  folder = await makeTempFolder();
  expect(await run(['node', 'electron/packaging/npm.ts'], { timeout: 5 * 60_000, quiet: true })).toBe(true);
  const { stdout } = await npm(['pack', '--silent', join(ROOT, 'dist', 'npm')]);
  await npm(['install', '--offline', '--no-audit', '--no-fund', '--prefix', folder.path, `./${stdout.trim()}`]);
  file = join(folder.path, 'node_modules', '.bin', 'portolan');
  env = { PATH, HOME: folder.path, KUBECONFIG: '', PORTOLAN_STATE_DIR: join(folder.path, 'state') };
}, 6 * 60_000);

afterAll(() => folder.close());

test('it brings no other package, no source and nothing that runs when it is installed', async () => {
  const names = await readdir(join(folder.path, 'node_modules'));
  expect(names.filter((name) => !name.startsWith('.'))).toEqual(['portolan']);
  const own = join(folder.path, 'node_modules', 'portolan');
  const files = await readdir(own, { recursive: true });
  expect(files).toEqual(
    expect.arrayContaining(['portolan.js', 'LICENSE', 'README.md', join('renderer', 'index.html')]),
  );
  expect(files.filter((name) => /\.(ts|svelte|map|stamp)$/.test(name))).toEqual([]);
  const manifest = JSON.parse(await readFile(join(own, 'package.json'), 'utf8')) as object;
  for (const field of ['scripts', 'dependencies', 'private']) expect(manifest).not.toHaveProperty(field);
});

test('portolan --help tells the commands', async () => {
  const { code, stdout } = await startPortolan(['--help'], env, [file]).ended;
  expect(code).toBe(0);
  expect(stdout).toContain('serve [options]');
});

test('portolan demo runs a cluster that the other commands read', async () => {
  const demo = startPortolan(['demo'], env, [file]);
  const [, kubeconfig = ''] = await demo.printed(/KUBECONFIG=(\S+)/);
  const { stdout } = await startPortolan(['services', '-A'], { ...env, KUBECONFIG: kubeconfig }, [file]).ended;
  expect(stdout).toContain('lobby-public');
  demo.signal('SIGTERM');
  expect((await demo.ended).code).toBe(0);
});

test('portolan serve answers whoever has its link, with the page', async () => {
  const serve = startPortolan(['serve'], env, [file]);
  const [link = ''] = await serve.printed(/http:\/\/\S+/);
  const entered = await fetch(link, { redirect: 'manual' });
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  const page = await fetch(new URL('/', link), { headers: { cookie } });
  expect(await page.text()).toContain('<title>Portolan</title>');
  expect((await fetch(new URL('/', link))).status).toBe(403);
  serve.signal('SIGTERM');
  expect((await serve.ended).code).toBe(0);
});
