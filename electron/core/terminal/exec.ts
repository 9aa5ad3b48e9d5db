import { fail } from '../../../shared/failure.ts';
import type { ExecSpec } from '../../../shared/model/terminal.ts';
import type { ClusterConsole, Ending } from './program.ts';
import { runRemote } from './remote-process.ts';

const BEST = 'TERM=xterm-256color; export TERM; exec $(command -v bash || command -v zsh || command -v ash || echo sh)';

/** What may be a container's shell, the likely ones first; the last two are for Windows. */
const SHELLS: readonly (readonly string[])[] = [
  ['sh', '-c', BEST],
  ['bash'],
  ['ash'],
  ['/busybox/sh'],
  ['powershell.exe'],
  ['cmd.exe'],
];

/** A shell in a container, over the API server: found by trying, as nothing says which one an image has. */
export async function runExec(spec: ExecSpec, console: ClusterConsole): Promise<Ending> {
  const { namespace, pod, container } = spec;
  for (const command of SHELLS) {
    const end = await runRemote({ namespace, pod, container, command }, console);
    if (end.t === 'exit') return { code: end.code };
    if (end.t === 'error') throw fail('exec-refused', { pod, detail: end.detail });
  }
  throw fail('shell-missing', { pod, tried: SHELLS.map(([name]) => name).join(', ') });
}
