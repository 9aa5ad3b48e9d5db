import type { Change, Keyed } from '../../../shared/change.ts';
import type { Clock } from '../clock.ts';
import type { LiveSource } from '../live.ts';
import { Credits, feed } from './feed.ts';
import { guardFeed } from './guard.ts';

/** A live source opened for one feed, closed when that feed ends. */
type Opened<T extends Keyed> = LiveSource<T> & { close(): void };

/** The feeds of one router, and the credit that the windows gave each. */
export class Feeds {
  readonly credits = new Credits();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs a feed on a source that lives as long as the core, or on one opened for this feed alone. */
  async *run<T extends Keyed>(
    source: LiveSource<T> | Opened<T>,
    { id, signal = new AbortController().signal }: { readonly id: string; readonly signal: AbortSignal | undefined },
  ): AsyncGenerator<Change<T>> {
    try {
      yield* guardFeed(feed(source, { id, credits: this.credits, clock: this.#clock, signal }));
    } finally {
      if ('close' in source) source.close();
    }
  }
}
