import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Finished {
  readonly stdout: string;
  readonly stderr: string;
  /** The exit code, or the signal that ended it. */
  readonly status: number | string;
}

/** A credential is a few kB; who prints more prints something else. */
const MAX_OUTPUT = 1024 * 1024;

/**
 * Runs a program to its end without a terminal and without a shell.
 *
 * An abort kills it and all that it started, then rejects with the signal's reason. Output past a megabyte is dropped.
 */
export function runCommand({ file, args, env }: Command, signal: AbortSignal): Promise<Finished> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    // Its own process group, so that a kill reaches the children as well.
    const child = spawn(file, args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    const stop = (): void => {
      killTree(child);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, { once: true });
    const settled = (): void => signal.removeEventListener('abort', stop);
    child.once('error', (error) => {
      settled();
      reject(error);
    });
    child.once('close', (code, killedBy) => {
      settled();
      resolve({ stdout: stdout(), stderr: stderr(), status: code ?? killedBy ?? 'unknown' });
    });
  });
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    if (size < MAX_OUTPUT) chunks.push(chunk);
    size += chunk.length;
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

function killTree({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on('error', () => {
      // Nothing else can end it.
    });
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself in the meantime.
  }
}
