import type { Feeds } from '../feeds.ts';
import { os } from '../implement.ts';
import type { Parts } from '../parts.ts';

/** The terminal sessions. */
export function terminalsRoutes({ terminals }: Pick<Parts, 'terminals'>, feeds: Feeds) {
  return {
    feed: os.terminals.feed.handler(({ input, signal }) => feeds.run(terminals.views, { ...input, signal })),
    open: os.terminals.open.handler(({ input }) => terminals.open(input.spec, input.size)),
    restart: os.terminals.restart.handler(({ input }) => terminals.restart(input.key, input.spec)),
    write: os.terminals.write.handler(({ input }) => terminals.write(input.key, input.text)),
    resize: os.terminals.resize.handler(({ input }) => terminals.resize(input.key, input.size)),
    read: os.terminals.read.handler(({ input, signal }) =>
      terminals.read(input, signal ?? new AbortController().signal),
    ),
    running: os.terminals.running.handler(({ input }) => terminals.running(input.key)),
    close: os.terminals.close.handler(({ input }) => terminals.close(input.key)),
  };
}
