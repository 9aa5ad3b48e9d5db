import type { Change, Keyed } from '../../../shared/change.ts';
import type { Clock } from '../clock.ts';
import type { LiveSource, Notice } from '../live.ts';

/** A batch leaves at most this often, in ms. */
const BATCH_INTERVAL = 50;
/** How many batches may be on their way before the window has to say that it took one. */
const WINDOW = 2;

/** Counts, by feed id, the batches sent and not yet taken. oRPC itself buffers without bound on either wire. */
export class Credits {
  readonly #feeds = new Map<string, { sent: number; wake: () => void }>();

  open(id: string): void {
    this.#feeds.set(id, { sent: 0, wake: () => undefined });
  }

  close(id: string): void {
    this.#feeds.delete(id);
  }

  /** The window took a batch. An unknown id is a feed that just ended: nothing to do. */
  taken(id: string): void {
    const feed = this.#feeds.get(id);
    if (!feed) return;
    feed.sent = Math.max(0, feed.sent - 1);
    feed.wake();
  }

  sent(id: string): void {
    const feed = this.#feeds.get(id);
    if (feed) feed.sent += 1;
  }

  /** Resolves when another batch may be sent, or the signal aborts. */
  async free(id: string, signal: AbortSignal): Promise<void> {
    const feed = this.#feeds.get(id);
    while (feed && feed.sent >= WINDOW && !signal.aborted) {
      await wakened(signal, (wake) => (feed.wake = wake));
    }
  }
}

/** Resolves when the `wake` handed to `arm` is called, or the signal aborts. */
function wakened(signal: AbortSignal, arm: (wake: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      signal.removeEventListener('abort', done);
      resolve();
    };
    signal.addEventListener('abort', done, { once: true });
    arm(done);
  });
}

/** What a window has not been told yet: keys, not values, so that a slow one costs no memory and misses no final state. */
class Untold<T extends Keyed> {
  #all = true;
  #keys = new Set<string>();
  #freshness = false;
  #wake: () => void = () => undefined;
  readonly #source: LiveSource<T>;

  constructor(source: LiveSource<T>) {
    this.#source = source;
  }

  note(notice: Notice): void {
    if (notice.all) this.#all = true;
    else if (notice.keys.length === 0) this.#freshness = true;
    else for (const key of notice.keys) this.#keys.add(key);
    this.#wake();
  }

  get #some(): boolean {
    if (this.#source.freshness.state === 'loading')
      return this.#source.items.size > 0 && (this.#all || this.#keys.size > 0);
    return this.#all || this.#keys.size > 0 || this.#freshness;
  }

  async some(signal: AbortSignal): Promise<void> {
    while (!this.#some && !signal.aborted) await wakened(signal, (wake) => (this.#wake = wake));
  }

  /** The changes to send now: the items first, then whether they are old. */
  take(): Change<T>[] {
    const { items, freshness } = this.#source;
    const changes: Change<T>[] = [];
    if (this.#all) changes.push({ t: 'reset', items: [...items.values()] });
    else if (this.#keys.size > 0 || freshness.state !== 'stale') changes.push(this.#patch());
    if (freshness.state === 'stale') changes.push({ t: 'stale', since: freshness.since, failure: freshness.failure });
    this.#all = false;
    this.#freshness = false;
    this.#keys = new Set();
    return changes;
  }

  #patch(): Change<T> {
    const upserts: T[] = [];
    const removes: string[] = [];
    for (const key of this.#keys) {
      const item = this.#source.items.get(key);
      if (item) upserts.push(item);
      else removes.push(key);
    }
    return { t: 'patch', upserts, removes };
  }
}

export interface FeedOptions {
  readonly id: string;
  readonly credits: Credits;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Turns a live source into the changes that a window applies: everything first, then what changed since, at most
 * every 50 ms, coalesced by key, and never more than two batches ahead of the window. Ends when the signal aborts.
 */
export async function* feed<T extends Keyed>(source: LiveSource<T>, options: FeedOptions): AsyncGenerator<Change<T>> {
  const { id, credits, clock, signal } = options;
  const untold = new Untold(source);
  credits.open(id);
  const unsubscribe = source.subscribe((notice) => {
    untold.note(notice);
  });
  try {
    for (;;) {
      await untold.some(signal);
      await credits.free(id, signal);
      if (signal.aborted) return;
      for (const change of untold.take()) {
        credits.sent(id);
        yield change;
      }
      await clock.sleep(BATCH_INTERVAL, signal).catch(() => undefined);
    }
  } finally {
    unsubscribe();
    credits.close(id);
  }
}
