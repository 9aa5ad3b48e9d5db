import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

export interface Program {
  readonly name: string;
  readonly pid: number;
  /** Settles when the process is gone, however it went. */
  readonly exited: Promise<void>;
  readonly log: string;
  /** Asks by closing the lifeline; SIGKILL after two seconds. */
  stop(): Promise<void>;
  kill(): Promise<void>;
}

export interface ProgramOptions {
  readonly name: string;
  readonly binary: string;
  readonly args: readonly string[];
  readonly log: string;
}

/**
 * Starts one of the cluster's programs tied to this process.
 *
 * The tie is the pipe on its stdin: the kernel closes our end when we die, by SIGKILL too, and the program then exits.
 */
export function startProgram({ name, binary, args, log }: ProgramOptions): Program {
  const output = openSync(log, 'a');
  const child = spawn(binary, [name, ...args], {
    stdio: ['pipe', output, output],
    env: { ...process.env, CLUSTER_LIFELINE: 'stdin' },
  });
  closeSync(output);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  child.stdin?.on('error', () => {}); // EPIPE of a program that died first: `exited` tells
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  const stop = async (): Promise<void> => {
    child.stdin?.end();
    const late = setTimeout(() => child.kill('SIGKILL'), 2000);
    await exited;
    clearTimeout(late);
  };
  return { name, pid: child.pid ?? -1, exited, log, stop, kill };
}

/** The last lines of a program's log, for the error that says it died. */
export async function logTail(program: Program, lines = 12): Promise<string> {
  const text = await readFile(program.log, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}
