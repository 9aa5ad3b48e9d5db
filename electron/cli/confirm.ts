import { createInterface } from 'node:readline/promises';
import { m } from '../../shared/paraglide/messages.js';
import type { ClusterOptions } from './options.ts';

export interface ApplyFlags extends ClusterOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  /** `--no-wait`: false. */
  readonly wait?: boolean;
}

/** Asks only where somebody can answer. */
export async function isConfirmed(question: string, { dryRun, yes, output }: ApplyFlags): Promise<boolean> {
  if (dryRun) return false;
  if (yes) return true;
  if (!process.stdin.isTTY || output === 'json') {
    process.stderr.write(`portolan: ${m.exposure_cli_not_applied()}\n`);
    return false;
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^\s*(y|yes|예|네)\s*$/i.test(await lines.question(question));
  } finally {
    lines.close();
  }
}

/** A word beside the output that scripts read. */
export function say({ output }: ClusterOptions, text: string): void {
  (output === 'json' ? process.stderr : process.stdout).write(`${text}\n`);
}
