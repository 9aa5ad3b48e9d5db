import { untilLost } from './until-lost.ts';
import type { Link } from './wire.ts';

/** How often a quiet link is asked for an answer, in ms. */
const EVERY = 10_000;
/** How long the answer may take, in ms. */
const WITHIN = 5_000;

/**
 * Calls `dead` when the core stops answering on a link that is still open: a server that stands still, or a computer
 * that slept through the other side's goodbye, closes no socket.
 */
export function keepAsking({ client, lost }: Link, dead: () => void): void {
  const timer = setInterval(() => {
    const deadline = setTimeout(dead, WITHIN);
    // `taken` of no feed does nothing and answers at once. An error is an answer too.
    untilLost(client.taken({ id: 'heartbeat' }), lost)
      .catch(() => undefined)
      .finally(() => clearTimeout(deadline));
  }, EVERY);
  lost.then(() => clearInterval(timer), dead);
}
