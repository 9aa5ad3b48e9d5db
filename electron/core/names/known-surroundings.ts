import type { Clock } from '../clock.ts';
import type { KubeApi } from '../kube/api.ts';
import { readSurroundings, type Surroundings } from './surroundings.ts';

/** How long what was read counts as known, in ms. */
export const KEEP = 300_000;
/** How long reading may take, in ms: nobody in particular waits for it, so nobody in particular ends it. */
const PATIENCE = 30_000;

interface Known {
  readonly at: number;
  readonly read: Promise<Surroundings>;
}

/**
 * What names rest on, read once for all who look at the same cluster. It is read anew when it is old, when reading it
 * failed, and with each new connection, for that has another API.
 */
export class KnownSurroundings {
  readonly #clock: Clock;
  readonly #known = new WeakMap<KubeApi, Known>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Of the cluster behind this API; when it was asked for comes with it. */
  of(api: KubeApi): Known {
    const known = this.#known.get(api);
    if (known && this.#clock.now() - known.at < KEEP) return known;
    const read = readSurroundings({ api, signal: AbortSignal.timeout(PATIENCE) });
    const fresh: Known = { at: this.#clock.now(), read };
    this.#known.set(api, fresh);
    read.catch(() => {
      if (this.#known.get(api) === fresh) this.#known.delete(api);
    });
    return fresh;
  }
}
