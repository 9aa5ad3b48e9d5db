import type { Command } from 'commander';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { fail } from '../../shared/failure.ts';
import { systemClock } from '../core/clock.ts';
import { demoKubeconfig } from '../core/demo/context.ts';
import { startDemoCluster } from '../core/demo/demo-cluster.ts';
import { stopSignal } from './stop-signal.ts';

/** Adds `portolan demo`. */
export function addDemo(portolan: Command): void {
  portolan
    .command('demo')
    .description('a cluster that is not real, for kubectl and the app to play with')
    .option('--write-kubeconfig <file>', 'where to put its kubeconfig (default: a temporary file)')
    .option('--port <number>', 'the port to listen on (default: a free one)')
    .option('--services <number>', 'so many Services in place of the sample, for load tests')
    .option('--pods <number>', 'so many Pods behind them')
    .option('--churn <number>', 'so many changes a second')
    .action(runDemo);
}

export interface DemoFlags {
  readonly writeKubeconfig?: string;
  readonly port?: string;
  readonly services?: string;
  readonly pods?: string;
  readonly churn?: string;
}

/** `portolan demo`: the demo cluster alone, for kubectl and whoever else reads a kubeconfig, until SIGINT or SIGTERM. */
async function runDemo({ writeKubeconfig, ...numbers }: DemoFlags): Promise<void> {
  const stopped = stopSignal();
  const cluster = await startDemoCluster({ clock: systemClock, ...sizes(numbers) });
  const own = writeKubeconfig === undefined ? await mkdtemp(join(tmpdir(), 'portolan-demo-')) : undefined;
  try {
    const path = own === undefined ? resolve(writeKubeconfig ?? '') : join(own, 'kubeconfig.yaml');
    await write(path, stringify(demoKubeconfig(cluster.access)));
    process.stdout.write(
      `The demo cluster runs. Ctrl-C ends it.\n\n  export KUBECONFIG=${path}\n  kubectl get services -A\n`,
    );
    await stopped;
  } finally {
    await cluster.close();
    if (own !== undefined) await rm(own, { recursive: true, force: true });
  }
}

/** Puts the file in place of an earlier demo's, and of nobody else's. */
async function write(path: string, text: string): Promise<void> {
  const before = await readFile(path, 'utf8').catch(() => undefined);
  if (before !== undefined && !before.startsWith(FIRST_LINE))
    throw fail('invalid', { detail: `${path} is another file` });
  await writeFile(path, `${FIRST_LINE}\n${text}`, { mode: 0o600 });
}

const FIRST_LINE = '# Written by `portolan demo`; of use while it runs.';

function sizes(flags: Omit<DemoFlags, 'writeKubeconfig'>): Readonly<Record<string, number>> {
  const given = Object.entries(flags).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(given.map(([flag, text]) => [flag, wholeNumber(flag, text)]));
}

function wholeNumber(flag: string, text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw fail('invalid', { detail: `--${flag} ${text} is not a whole number` });
  return Number(text);
}
