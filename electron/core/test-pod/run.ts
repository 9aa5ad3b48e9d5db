import { fail } from '../../../shared/failure.ts';
import type { KubeApi } from '../kube/api.ts';
import { channels, openChannels } from '../terminal/channels.ts';
import { execEnd } from '../terminal/exec-status.ts';

export interface RunQuestion {
  readonly api: KubeApi;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly command: readonly string[];
  readonly signal: AbortSignal;
}

/** How a command ended. `code` is undefined where the container has no such program; `stderr` says so then. */
export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | undefined;
}

/** More than that of either stream is a mistake. */
const MOST = 64 * 1024;

/** Runs a command in a container to its end, without stdin or terminal. Fails with `exec-refused`, `exec-cut`. */
export async function runInPod(question: RunQuestion): Promise<Ran> {
  const { api, namespace, pod, container, command, signal } = question;
  const query = new URLSearchParams([
    ...command.map((word): [string, string] => ['command', word]),
    ['container', container],
    ['stdout', 'true'],
    ['stderr', 'true'],
  ]);
  const streams = await openChannels(api, {
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/exec?${query.toString()}`,
    verb: 'create',
    resource: 'pods/exec',
    namespace,
    signal,
    timeout: 30_000,
  });
  const text = { [channels.stdout]: '', [channels.stderr]: '', [channels.error]: '' };
  try {
    for await (const { channel, bytes } of streams) {
      if (channel === channels.stdout || channel === channels.stderr || channel === channels.error)
        text[channel] = (text[channel] + bytes.toString('utf8')).slice(0, MOST);
      if (channel === channels.error && execEnd(text[channels.error])) break;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw fail('exec-cut', { pod, detail: error instanceof Error ? error.message : String(error) }, error);
  }
  signal.throwIfAborted();
  const end = execEnd(text[channels.error]);
  if (!end) throw fail('exec-cut', { pod, detail: text[channels.error].trim() });
  const { [channels.stdout]: stdout, [channels.stderr]: stderr } = text;
  if (end.t === 'error') throw fail('exec-refused', { pod, detail: end.detail });
  return end.t === 'exit' ? { stdout, stderr, code: end.code } : { stdout, stderr: end.detail, code: undefined };
}
