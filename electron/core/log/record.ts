import type { Keyed } from '../../../shared/change.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { ContextView, Link } from '../../../shared/model/context.ts';
import type { ForwardView } from '../../../shared/model/forward.ts';
import type { LiveSource } from '../live.ts';
import type { Log } from './log.ts';

export interface Recorded {
  readonly contexts: LiveSource<ContextView>;
  readonly forwards: LiveSource<ForwardView>;
}

/** Notes what becomes of connections to clusters and of forwards, a line for each turn, until the returned function is called. */
export function record(log: Log, { contexts, forwards }: Recorded): () => void {
  const ends = [
    follow(log, contexts, ({ name, link }) => [`context ${name}`, linkText(link)]),
    follow(log, forwards, ({ spec, local, state }) => [
      `forward ${spec.context} ${spec.namespace}/${spec.name}:${spec.port}`,
      [state.state, local && `on ${local.port}`, 'failure' in state && failureText(state.failure)]
        .filter(Boolean)
        .join(' '),
    ]),
  ];
  return () => ends.forEach((end) => end());
}

/** A failure as the log has it: its code and facts, for its sentence depends on the reader. */
export function failureText({ code, params }: Failure): string {
  return `${code} ${JSON.stringify(params)}`;
}

function linkText(link: Link): string {
  return 'failure' in link ? `${link.state}: ${failureText(link.failure)}` : link.state;
}

/** Notes an item's state whenever it is another than before. */
function follow<T extends Keyed>(
  log: Log,
  source: LiveSource<T>,
  describe: (item: T) => readonly [what: string, state: string],
): () => void {
  const known = new Map<string, readonly [string, string]>();
  return source.subscribe(() => {
    for (const [key, item] of source.items) {
      const now = describe(item);
      const before = known.get(key)?.[1];
      if (before === now[1]) continue;
      known.set(key, now);
      if (before !== undefined || now[1] !== 'off') log.note(`${now[0]}: ${now[1]}`);
    }
    for (const [key, [what]] of known) {
      if (source.items.has(key)) continue;
      known.delete(key);
      log.note(`${what}: gone`);
    }
  });
}
