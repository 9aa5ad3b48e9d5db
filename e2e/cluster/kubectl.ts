import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { layout } from './layout.ts';
import type { BedState } from './layout.ts';

export interface KubectlOptions {
  readonly input?: string;
  /** Instead of the admin's. */
  readonly kubeconfig?: string;
  /** Over this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds until it is killed. */
  readonly timeout?: number;
}

/** Starts kubectl, for what goes on until it is stopped: port-forward, get --watch, exec. */
export function spawnKubectl(
  at: Pick<BedState, 'dir' | 'binary'>,
  args: readonly string[],
  options: Pick<KubectlOptions, 'kubeconfig' | 'env'> = {},
): ChildProcessWithoutNullStreams {
  const { KUBECONFIG: _, ...env } = process.env;
  const kubeconfig = options.kubeconfig ?? layout(at.dir).admin;
  const common = ['--kubeconfig', kubeconfig, '--cache-dir', join(at.dir, 'kubectl-cache')];
  return spawn(at.binary, ['kubectl', ...common, ...args], { stdio: 'pipe', env: { ...env, ...options.env } });
}

export function runKubectl(state: BedState, args: readonly string[], options: KubectlOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawnKubectl(state, args, options);
    const limit = setTimeout(() => child.kill('SIGKILL'), options.timeout ?? 30_000);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdin.on('error', () => {}); // it may end before it has read its input
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(limit);
      if (code === 0) resolve(stdout);
      else
        reject(new Error(`kubectl ${args.join(' ')}: ${stderr.trim() || `ended by ${signal ?? `exit code ${code}`}`}`));
    });
    child.stdin.end(options.input);
  });
}
