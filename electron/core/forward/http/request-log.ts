import type { RequestEntry } from '../../../../shared/model/http.ts';
import { LiveMap, type LiveSource } from '../../live.ts';

/** So many requests are kept, the newest. */
const KEPT = 1000;

/** The last requests of one forward, in memory alone: it goes with the forward. */
export class RequestLog {
  readonly #entries = new LiveMap<RequestEntry>();
  #next = 1;

  constructor() {
    this.#entries.reset([]);
  }

  get entries(): LiveSource<RequestEntry> {
    return this.#entries;
  }

  /** Records a request; the returned function says how it went on, as long as it is still kept. */
  add(entry: Omit<RequestEntry, 'key'>): (entry: Omit<RequestEntry, 'key'>) => void {
    const key = String(this.#next++);
    const [oldest] = this.#entries.items.keys();
    const isFull = this.#entries.items.size >= KEPT && oldest !== undefined;
    this.#entries.update({ upserts: [{ key, ...entry }], removes: isFull ? [oldest] : [] });
    return (later) => {
      if (this.#entries.items.has(key)) this.#entries.update({ upserts: [{ key, ...later }] });
    };
  }

  clear(): void {
    this.#entries.reset([]);
  }
}
