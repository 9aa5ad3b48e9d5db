import { fail } from '../../../shared/failure.ts';
import type { Clock } from '../clock.ts';
import type { LinkedAbort } from './linked-abort.ts';

/** Servers send a bookmark about once a minute; three missing ones mean a dead connection. */
const SILENCE = 180_000;
const TICK = 10_000;
/** A tick so late means that the computer slept, and then the connection is dead more often than not. */
const LATE = 5_000;

export interface Guarded {
  readonly clock: Clock;
  readonly link: LinkedAbort;
  /** When the last byte came. */
  readonly heard: () => number;
  readonly server: string;
}

/** Aborts `link` with `stream-cut` when its connection went silent, or the computer was asleep. */
export function guardLife({ clock, link, heard, server }: Guarded): void {
  const cut = (detail: string): void => link.abort(fail('stream-cut', { server, detail }));
  const tick = async (): Promise<void> => {
    while (!link.signal.aborted) {
      const before = clock.now();
      await clock.sleep(TICK, link.signal);
      const now = clock.now();
      if (now - before > TICK + LATE) cut('the computer was asleep');
      else if (now - heard() > SILENCE) cut(`no sign of life for ${SILENCE / 1000} s`);
    }
  };
  // Its only rejection is the abort that ends the watch.
  tick().catch(() => undefined);
}
