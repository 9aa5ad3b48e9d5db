import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');

/** The tools of `npm ci` first, Node itself among them: the system's own may be older. */
export const environment: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: [join(ROOT, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter),
};

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** In ms; then the command and all that it started is killed. */
  readonly timeout: number;
  /** Show what it prints only if it fails. */
  readonly quiet?: boolean;
  /** Takes that, in place of the terminal. */
  readonly onFailure?: (said: string) => void;
}

/** Runs a command in the repository; resolves with whether it succeeded, and never rejects. */
export function run([command = '', ...args]: readonly string[], options: RunOptions): Promise<boolean> {
  const { env = {}, timeout, quiet = false, onFailure = (said) => process.stdout.write(said) } = options;
  return new Promise((resolve) => {
    // A group of its own, so that killing it leaves no browser or cluster behind.
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...environment, ...env },
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32',
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    });
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => said.push(chunk));
    const kill = (): void => killGroup(child.pid);
    const deadline = setTimeout(() => {
      process.stdout.write(`${command} took longer than ${Math.round(timeout / 60_000)} min and was ended\n`);
      kill();
    }, timeout);
    const settle = (ok: boolean) => (): void => {
      clearTimeout(deadline);
      for (const signal of SIGNALS) process.off(signal, kill);
      if (!ok) onFailure(Buffer.concat(said).toString());
      resolve(ok);
    };
    for (const signal of SIGNALS) process.on(signal, kill);
    child.once('error', settle(false));
    child.once('close', (code) => settle(code === 0)());
  });
}

export function withDisplay(command: readonly string[]): readonly string[] {
  return process.platform === 'linux' ? ['xvfb-run', '-a', ...command] : command;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGTERM');
  } catch {
    // It has just ended by itself.
  }
}
