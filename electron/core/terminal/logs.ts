import { StringDecoder } from 'node:string_decoder';
import { toFailure } from '../../../shared/failure.ts';
import type { LogsSpec } from '../../../shared/model/terminal.ts';
import { sentence } from '../../../shared/sentence.ts';
import { note, podPrefix, safeLine } from './log-text.ts';
import type { ClusterConsole, Ending } from './program.ts';

/** What is shown of the past where nobody says how far back, in lines of each Pod. */
const TAIL = 500;
/** A server sends no header before a container's first line, however long that takes: no more than a day. */
const PATIENCE = 24 * 3600 * 1000;
/** A line without an end is shown so far; one of 100 MB must not be held in memory. */
const LONGEST = 16 * 1024;

/** The logs of one Pod or of several, as they come; ends when all of them have. */
export async function runLogs(spec: LogsSpec, console: ClusterConsole): Promise<Ending> {
  console.ready({ resize: () => undefined });
  const [only] = spec.pods;
  if (spec.pods.length === 1 && only !== undefined) {
    await follow(only, { spec, console, prefix: '' });
    return {};
  }
  await Promise.all(
    spec.pods.map(async (pod, place) => {
      const prefix = podPrefix(pod, place);
      try {
        await follow(pod, { spec, console, prefix });
      } catch (error) {
        // The others go on: one Pod that is gone or has not started says so in its place.
        if (!console.signal.aborted) await console.print(`${prefix}${note(safeLine(sentence(toFailure(error))))}`);
      }
    }),
  );
  return {};
}

interface Followed {
  readonly spec: LogsSpec;
  readonly console: ClusterConsole;
  readonly prefix: string;
}

async function follow(pod: string, { spec, console, prefix }: Followed): Promise<void> {
  const { api, signal, print } = console;
  const { namespace, container, previous = false, since, filter = '' } = spec;
  const query = new URLSearchParams({
    follow: String(!previous),
    ...(previous && { previous: 'true' }),
    ...(container !== undefined && { container }),
    ...(since === undefined ? { tailLines: String(TAIL) } : { sinceSeconds: String(since) }),
  });
  const wanted = filter.toLowerCase();
  const bytes = api.bytes({
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log?${query.toString()}`,
    verb: 'get',
    resource: 'pods/log',
    namespace,
    signal,
    timeout: PATIENCE,
  });
  for await (const lines of lineGroups(bytes)) {
    const shown = wanted === '' ? lines : lines.filter((line) => line.toLowerCase().includes(wanted));
    if (shown.length > 0) await print(shown.map((line) => `${prefix}${safeLine(line)}\r\n`).join(''));
  }
}

/** The lines of each chunk together, and what is left at the end. */
async function* lineGroups(chunks: AsyncIterable<Buffer>): AsyncGenerator<string[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.write(chunk)).split(/\r?\n/);
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST) {
      lines.push(rest);
      rest = '';
    }
    if (lines.length > 0) yield lines;
  }
  if (rest !== '') yield [rest];
}
