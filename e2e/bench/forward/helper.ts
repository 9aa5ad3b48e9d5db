import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A program of the bench in a process of its own, so that its work is not the measured process's. */
export interface Helper extends Disposable {
  /** The loopback port that it listens on. */
  readonly port: number;
}

/** Starts `file`, which prints its port and ends when its stdin does: with this process, however that goes. */
export async function startHelper(file: URL, args: readonly string[] = []): Promise<Helper> {
  const child = spawn(process.execPath, [fileURLToPath(file), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]; // readline's own type
  return { port: Number(line), [Symbol.dispose]: () => child.kill('SIGKILL') };
}
