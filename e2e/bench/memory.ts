import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { kubeconfigText } from '../edge/kubeconfig-text.ts';
import type { Figure } from './figure.ts';
import { size, startLargeApi } from './large-api.ts';

const run = promisify(execFile);
const watching = fileURLToPath(new URL('watching.ts', import.meta.url));
const MB = 2 ** 20;
/** As much as all of it takes when of each object only what is read is kept. */
const IN_USE = 80;

/** What the core holds of a large cluster while it diagnoses all of it, beside a core that lists its Services alone. */
export async function memory(): Promise<readonly Figure[]> {
  const api = await startLargeApi();
  const folder = await mkdtemp(join(tmpdir(), 'portolan-bench-'));
  try {
    const kubeconfig = join(folder, 'kubeconfig');
    const context = { cluster: { server: api.server }, user: { token: 'token' }, namespace: 'default' };
    await writeFile(kubeconfig, kubeconfigText({ large: context }, 'large'));
    const services = size.namespaces * size.servicesEach;
    const listed = await held([kubeconfig]);
    const diagnosed = await held([kubeconfig, String(services)]);
    const words = `${services.toLocaleString('en')} Services and ${(services * size.podsEach).toLocaleString('en')} Pods`;
    const figure = (what: string, of: keyof Held): Omit<Figure, 'goal'> => ({
      what: `${what} of the core that diagnoses ${words} live`,
      measured: diagnosed[of] / MB,
      unit: 'MB',
      peer: { name: 'without the diagnosis', measured: listed[of] / MB },
    });
    return [{ ...figure('memory in use', 'heapUsed'), goal: IN_USE }, figure('resident memory', 'rss')];
  } finally {
    await api.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Held {
  readonly rss: number;
  readonly heapUsed: number;
}

async function held(args: readonly string[]): Promise<Held> {
  const { stdout } = await run(process.execPath, ['--expose-gc', watching, ...args], { timeout: 120_000 });
  return JSON.parse(stdout) as Held; // from watching.ts
}
