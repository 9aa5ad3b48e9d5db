import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const ROOT = join(import.meta.dirname, '..');

/** A core of its own under `portolan serve`, as a person would start it. */
export class ServedCore {
  readonly #env: NodeJS.ProcessEnv;
  readonly #flags: readonly string[];
  #process: ChildProcess | undefined;
  #url: string | undefined;
  #said = '';

  constructor(env: NodeJS.ProcessEnv, flags: readonly string[] = []) {
    this.#env = env;
    this.#flags = flags;
  }

  /** The printed link; works once. */
  get url(): string {
    if (this.#url === undefined) throw new Error('the core has not been started');
    return this.#url;
  }

  get pid(): number {
    const { pid } = this.#process ?? {};
    if (pid === undefined) throw new Error('the core is not running');
    return pid;
  }

  /** All that it printed so far, its errors too. */
  get said(): string {
    return this.#said;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** Resolves once the link is printed. A second start takes the port of the first. */
  async start(): Promise<void> {
    const port = this.#url === undefined ? [] : ['--port', String(this.port)];
    const args = [join(ROOT, 'electron', 'cli', 'main.ts'), 'serve', ...this.#flags, ...port];
    const child = spawn(process.execPath, args, { cwd: ROOT, env: this.#env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stderr.pipe(process.stderr);
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (this.#said += chunk.toString()));
    this.#process = child;
    const lines = createInterface(child.stdout);
    for await (const line of lines) {
      const url = /http:\/\/\S+/.exec(line)?.[0];
      if (url === undefined) continue;
      this.#url = url;
      child.stdout.resume();
      return;
    }
    throw new Error('portolan serve ended before it printed its link');
  }

  /** Resolves when the process is gone; SIGKILL is a crash. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(late);
  }
}
