import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../electron/cli/main.ts', import.meta.url));

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A `portolan` command on its way. */
export interface Running {
  readonly pid: number;
  /** What it printed so far. */
  stdout(): string;
  stderr(): string;
  /** Resolves once stdout matches, or rejects when the command ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  signal(signal: NodeJS.Signals): void;
  readonly ended: Promise<Run>;
}

/** Starts the command line (or the build of it that `program` runs) as a user's shell would, with nothing of this machine's own kubeconfig. */
export function startPortolan(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  [command, ...first]: readonly [string, ...string[]] = [process.execPath, main],
): Running {
  const child = spawn(command, [...first, ...args], {
    env: { PATH: process.env['PATH'], HOME: '/nonexistent', LANG: 'C', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  const tell = (): void => {
    for (const watcher of [...watchers]) watcher();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    tell();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Run>((resolve) => {
    child.on('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
  return {
    pid: child.pid ?? 0,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    signal: (signal) => child.kill(signal),
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(stdout);
          if (!match) return;
          watchers.delete(look);
          resolve(match);
        };
        watchers.add(look);
        look();
        ended.then(() => reject(new Error(`portolan ended without printing ${String(pattern)}: ${stderr}`)), reject);
      }),
  };
}

/** Runs a command to its end. */
export function portolan(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Run> {
  return startPortolan(args, env).ended;
}
