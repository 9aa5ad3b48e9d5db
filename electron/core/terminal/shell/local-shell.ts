import { createRequire } from 'node:module';
import { basename } from 'node:path';
import type * as NodePty from 'node-pty';
import { fail } from '../../../../shared/failure.ts';
import type { ShellSpec } from '../../../../shared/model/terminal.ts';
import type { Clock } from '../../clock.ts';
import type { ContextEntry } from '../../kube/context-entry.ts';
import type { Console, Ending } from '../program.ts';
import { shellEnv, shellOf } from './shell-env.ts';
import { makeShellFolder } from './shell-folder.ts';
import { shellKubeconfig } from './shell-kubeconfig.ts';
import { shellStart } from './shell-start.ts';

/** What a shell on this computer needs. Whoever has none of it can open none: that is the gate of `portolan serve`. */
export interface LocalShellParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly clock: Clock;
  /** Where the shells' private files are. */
  readonly root: string;
  /** PATH as the person's login shell has it. */
  readonly shellPath: () => Promise<string | undefined>;
  /** All contexts, with the way to the wanted one. */
  readonly contexts: (wanted: string) => Promise<readonly ContextEntry[]>;
}

/** After this long, in ms, a shell that ignores that its terminal is gone is killed. */
const PATIENCE = 1000;

/** A shell on this computer whose kubectl talks to a cluster. Its kubeconfig is its own, and goes with it. */
export async function runLocalShell(spec: ShellSpec, console: Console, parts: LocalShellParts): Promise<Ending> {
  const { env, home, root, shellPath, contexts } = parts;
  const { spawn } = loadPty();
  const folder = await makeShellFolder(root);
  try {
    const kubeconfig = await folder.write(
      'config',
      JSON.stringify(shellKubeconfig(await contexts(spec.context), spec)),
    );
    const shell = shellOf(env, process.platform);
    const start = shellStart(shell, { folder: folder.path, kubeconfig, zdotdir: env['ZDOTDIR'] });
    for (const [name, text] of Object.entries(start.files)) await folder.write(name, text);
    const own = shellEnv(env, { path: await shellPath(), kubeconfig });
    console.signal.throwIfAborted();
    const { columns: cols, rows } = console.size;
    const pty = spawn(shell, [...start.args], { name: own.TERM, cols, rows, cwd: home, env: { ...own, ...start.env } });
    return await joined(pty, { console, clock: parts.clock, shell: basename(shell) });
  } finally {
    await folder.remove();
  }
}

interface Joining {
  readonly console: Console;
  readonly clock: Clock;
  readonly shell: string;
}

function joined(pty: NodePty.IPty, { console, clock, shell }: Joining): Promise<Ending> {
  const { signal } = console;
  return new Promise((resolve) => {
    pty.onData((text) => {
      // Not read while the window is behind: the program then waits in its own write.
      pty.pause();
      console.print(text).then(
        () => pty.resume(),
        () => pty.kill(),
      );
    });
    const ended = new AbortController();
    pty.onExit(({ exitCode }) => {
      ended.abort();
      signal.removeEventListener('abort', hangUp);
      resolve({ code: exitCode });
    });
    const hangUp = (): void => {
      pty.kill();
      pty.resume();
      clock.sleep(PATIENCE, ended.signal).then(
        () => process.platform !== 'win32' && pty.kill('SIGKILL'),
        () => undefined,
      );
    };
    signal.addEventListener('abort', hangUp, { once: true });
    console.ready({
      write: (text) => pty.write(text),
      resize: ({ columns, rows }) => pty.resize(columns, rows),
      // Windows does not tell: something may run.
      running: () => (process.platform !== 'win32' && basename(pty.process) === shell ? undefined : pty.process),
    });
  });
}

/** Its native part is built when Portolan is installed, which not every computer can. */
/** By `require`, as `import` does not look into the packed app's archive in each Electron. */
const load = createRequire(import.meta.url);

function loadPty(): typeof NodePty {
  try {
    return load('node-pty') as typeof NodePty; // its own types
  } catch (error) {
    throw fail(
      'shell-unavailable',
      { detail: error instanceof Error ? (error.message.split('\n')[0] ?? '') : '' },
      error,
    );
  }
}
