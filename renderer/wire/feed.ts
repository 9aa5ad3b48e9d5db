import type { Client } from '../../shared/client.ts';
import type { Change, Keyed } from '../../shared/change.ts';
import { wireLost } from './failure-of.ts';
import { untilLost } from './until-lost.ts';
import type { Wire } from './wire.ts';

/** How long after an error the loss of the link may be told, in ms: the two events come in either order. */
const TELL_WITHIN = 500;

/** How to open a feed on a client: its id names it, for the credit that each batch gives back. */
export type OpenFeed<T extends Keyed> = (
  client: Client,
  options: { readonly id: string; readonly signal: AbortSignal },
) => Promise<AsyncIterable<Change<T>>>;

/**
 * A feed that outlives its links: when one is lost it says `stale`, and starts from `reset` on the next.
 * Ends when the signal aborts or the core ends it; throws what the core refuses.
 */
export async function* feed<T extends Keyed>(
  wire: Wire,
  open: OpenFeed<T>,
  signal: AbortSignal,
): AsyncGenerator<Change<T>> {
  const ended = (): boolean => signal.aborted;
  while (!ended()) {
    const { client, lost } = await wire.link();
    if (ended()) return;
    const id = crypto.randomUUID();
    try {
      for await (const change of await untilLost(open(client, { id, signal }), lost)) {
        yield change;
        client.taken({ id }).catch(() => undefined);
      }
      return;
    } catch (error) {
      if (ended()) return;
      if (!(await settlesSoon(lost))) throw error;
      yield { t: 'stale', since: Date.now(), failure: wireLost(error) };
    }
  }
}

async function settlesSoon(lost: Promise<void>): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), TELL_WITHIN));
  return Promise.race([lost.then(() => true), late]);
}
