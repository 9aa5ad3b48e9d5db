import { StringDecoder } from 'node:string_decoder';
import { AppError, fail } from '../../../shared/failure.ts';
import { channels, openChannels } from './channels.ts';
import { execEnd, type ExecEnd } from './exec-status.ts';
import type { ClusterConsole } from './program.ts';

/** A container, and how its streams are wanted. */
export interface RemoteProcess {
  readonly namespace: string;
  readonly pod: string;
  readonly container?: string | undefined;
  /** To be begun; without it, what the container runs itself. */
  readonly command?: readonly string[];
  /** Unless told, both: a terminal that takes keys. */
  readonly stdin?: boolean;
  readonly tty?: boolean;
}

/** Joins a process in a container to the screen and the keys until it ends. Fails with `exec-cut`, and as the server says. */
export async function runRemote(process: RemoteProcess, console: ClusterConsole): Promise<ExecEnd> {
  const { namespace, pod, container, command, stdin = true, tty = true } = process;
  const { api, signal, print, ready } = console;
  const verb = command ? 'exec' : 'attach';
  const wanted = { stdin, stdout: true, stderr: !tty, tty };
  const query = new URLSearchParams([
    ...(command ?? []).map((word): [string, string] => ['command', word]),
    ...(container === undefined ? [] : [['container', container] as [string, string]]),
    ...Object.entries(wanted).flatMap(([name, is]): [string, string][] => (is ? [[name, 'true']] : [])),
  ]);
  const names = [namespace, pod].map(encodeURIComponent);
  const streams = await openChannels(api, {
    path: `/api/v1/namespaces/${names[0] ?? ''}/pods/${names[1] ?? ''}/${verb}?${query.toString()}`,
    verb: 'create',
    resource: `pods/${verb}`,
    namespace,
    signal,
    timeout: 30_000,
  });
  ready({
    write: stdin ? (text) => streams.send(channels.stdin, text) : undefined,
    resize: ({ columns, rows }) => {
      if (tty) streams.send(channels.resize, JSON.stringify({ Width: columns, Height: rows }));
    },
  });
  const decoders = new Map<number, StringDecoder>([
    [channels.stdout, new StringDecoder('utf8')],
    [channels.stderr, new StringDecoder('utf8')],
  ]);
  // A terminal in the container ends its lines for a screen; a plain stream does not.
  const shown = (text: string): string => (tty ? text : text.replaceAll('\n', '\r\n'));
  let status = '';
  try {
    for await (const { channel, bytes } of streams) {
      if (channel === channels.error) status += bytes.toString('utf8');
      const decoder = decoders.get(channel);
      if (decoder) await print(shown(decoder.write(bytes)));
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
