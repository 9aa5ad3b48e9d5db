import { StringDecoder } from 'node:string_decoder';
import { AppError, fail } from '../../../shared/failure.ts';
import type { ExecSpec } from '../../../shared/model/terminal.ts';
import { channels, openChannels } from './channels.ts';
import { execEnd, type ExecEnd } from './exec-status.ts';
import type { Console, Ending } from './program.ts';

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
export async function runExec(spec: ExecSpec, console: Console): Promise<Ending> {
  for (const command of SHELLS) {
    const end = await runCommand(spec, { command, console });
    if (end.t === 'exit') return { code: end.code };
    if (end.t === 'error') throw fail('exec-refused', { pod: spec.pod, detail: end.detail });
  }
  throw fail('shell-missing', { pod: spec.pod, tried: SHELLS.map(([name]) => name).join(', ') });
}

async function runCommand(
  { namespace, pod, container }: ExecSpec,
  { command, console }: { readonly command: readonly string[]; readonly console: Console },
): Promise<ExecEnd> {
  const { api, signal, print, ready } = console;
  const query = new URLSearchParams([
    ...command.map((word): [string, string] => ['command', word]),
    ...(container === undefined ? [] : [['container', container] as [string, string]]),
    ...['stdin', 'stdout', 'tty'].map((name): [string, string] => [name, 'true']),
  ]);
  const names = [namespace, pod].map(encodeURIComponent);
  const streams = await openChannels(api, {
    path: `/api/v1/namespaces/${names[0] ?? ''}/pods/${names[1] ?? ''}/exec?${query.toString()}`,
    verb: 'create',
    resource: 'pods/exec',
    namespace,
    signal,
    timeout: 30_000,
  });
  ready({
    write: (text) => streams.send(channels.stdin, text),
    resize: ({ columns, rows }) => streams.send(channels.resize, JSON.stringify({ Width: columns, Height: rows })),
  });
  const decoder = new StringDecoder('utf8');
  let status = '';
  try {
    for await (const { channel, bytes } of streams) {
      if (channel === channels.error) status += bytes.toString('utf8');
      else if (channel === channels.stdout || channel === channels.stderr) await print(decoder.write(bytes));
      if (channel === channels.error && execEnd(status)) break;
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw fail('exec-cut', { pod, detail: error instanceof Error ? error.message : String(error) }, error);
  }
  const end = execEnd(status);
  if (!end) throw fail('exec-cut', { pod, detail: status.trim() });
  return end;
}
