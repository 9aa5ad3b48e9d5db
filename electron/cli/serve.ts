import type { Command } from 'commander';
import { homedir } from 'node:os';
import { createCore } from '../core/core.ts';
import { stateDir } from '../core/state-dir.ts';
import { serve } from '../serve/serve.ts';
import { fail } from '../../shared/failure.ts';
import { pageFolder } from './page.ts';
import { stopSignal } from './stop-signal.ts';

/** Adds `portolan serve`. */
export function addServe(portolan: Command): void {
  portolan
    .command('serve')
    .description('open the app in a browser: serve it on this computer alone')
    .option('--kubeconfig <file>', 'use this kubeconfig file only')
    .option('--terminal', 'let the page open a shell on this computer')
    .option('--port <number>', 'the port to listen on (default: a free one)')
    .action(runServe);
}

export interface ServeFlags {
  readonly kubeconfig?: string;
  readonly port?: string;
  readonly terminal?: boolean;
}

/** `portolan serve`: the app for a browser of this computer, until SIGINT or SIGTERM. */
async function runServe({ kubeconfig, port, terminal = false }: ServeFlags): Promise<void> {
  const stopped = stopSignal();
  const root = await pageFolder();
  const core = await createCore({
    env: process.env,
    home: homedir(),
    stateDir: stateDir(process.env),
    localShell: terminal,
    ...(kubeconfig !== undefined && { kubeconfig }),
  });
  try {
    const attachKey = process.env['PORTOLAN_ATTACH_KEY'];
    const served = await serve({ core, root, port: portNumber(port), attachKey });
    process.stdout.write(`Portolan is open at ${served.url}\n`);
    await stopped;
    await served.close();
  } finally {
    await core.close();
  }
}

function portNumber(port: string | undefined): number | undefined {
  if (port === undefined) return undefined;
  const number = Number(port);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw fail('invalid', { detail: `${port} is not a port` });
  return number;
}
