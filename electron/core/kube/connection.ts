import { toFailure, type Failure } from '../../../shared/failure.ts';
import type { Link } from '../../../shared/model/context.ts';
import type { Clock } from '../clock.ts';
import { resolveAccess, type Access } from './access.ts';
import type { KubeApi } from './api.ts';
import { nextLink, probeWait } from './link.ts';
import { isSignIn } from './refusals.ts';
import { linkedAbort } from './linked-abort.ts';
import { Stores } from './stores.ts';
import { surroundings } from './surrounding-kinds.ts';

/** A server that takes longer to say its version is as good as gone. */
const PROBE_TIMEOUT = 5_000;

export interface ConnectionOptions {
  readonly api: KubeApi;
  /** The context's own namespace. */
  readonly own: string;
  readonly typed: readonly string[];
  readonly clock: Clock;
  /** What the connection says of itself changed. */
  readonly onChange: () => void;
  /** It is known, or known anew, which namespaces may be watched. */
  readonly onAccess: () => void;
}

/** One context while it is connected: asks whether the server is there, what may be watched, and owns the watches. */
export class Connection {
  readonly api: KubeApi;
  readonly stores: Stores;
  readonly #options: ConnectionOptions;
  readonly #life = new AbortController();
  #typed: readonly string[];
  #link: Link;
  #version: string | undefined;
  #roundTrip: number | undefined;
  #access: Access | undefined;
  /** The access must be found out (again) with the next probe. */
  #accessDue = true;
  #contact: number | undefined;
  #attempt = 0;
  #probeDue = false;
  #probeNow: () => void = () => undefined;

  constructor(options: ConnectionOptions) {
    const { api, clock, typed } = options;
    this.#options = options;
    this.#typed = typed;
    this.#link = { state: 'connecting', since: clock.now() };
    this.api = api;
    const witness = { onContact: () => this.#onContact(), onStanding: () => this.#onStanding() };
    this.stores = new Stores({ api, clock, witness });
    this.#run().catch(() => undefined);
  }

  get link(): Link {
    return this.#link;
  }

  /** The server's gitVersion once known. */
  get version(): string | undefined {
    return this.#version;
  }

  /** Round trip of the last probe, in ms. */
  get roundTrip(): number | undefined {
    return this.#roundTrip;
  }

  get access(): Access | undefined {
    return this.#access;
  }

  /** All that is refused: to the context as a whole, and to the watches that are open. */
  get gaps(): readonly Failure[] {
    const gaps = new Map((this.#access?.gaps ?? []).map((gap) => [JSON.stringify(gap), gap]));
    for (const standing of this.stores.standings) {
      if (!('failure' in standing) || standing.failure.code !== 'forbidden') continue;
      // A diagnosis tells of these itself.
      if (String(standing.failure.params['resource']) in surroundings) continue;
      gaps.set(JSON.stringify(standing.failure), standing.failure);
    }
    return [...gaps.values()];
  }

  setTyped(typed: readonly string[]): void {
    this.#typed = typed;
    this.#accessDue = true;
    this.#probe();
  }

  /** Tries everything that waits, at once. */
  retryNow(): void {
    this.#attempt = 0;
    if (this.#access?.whole !== true) this.#accessDue = true;
    this.stores.wake();
    this.#probe();
  }

  close(): void {
    this.#life.abort(new Error('the connection is closed'));
    this.stores.close();
    this.api.close();
  }

  async #run(): Promise<void> {
    do {
      this.#probeDue = false;
      await this.#try();
      await this.#pause();
    } while (!this.#life.signal.aborted);
  }

  #probe(): void {
    this.#probeDue = true;
    this.#probeNow();
  }

  async #try(): Promise<void> {
    const { clock, onAccess } = this.#options;
    const asked = clock.now();
    try {
      const [, access] = await Promise.all([this.#askVersion(), this.#accessDue ? this.#askAccess() : this.#access]);
      this.#contact = clock.now();
      const isNew = access !== this.#access;
      this.#access = access;
      this.#welcome();
      if (isNew) onAccess();
    } catch (error) {
      const heardSince = this.#contact !== undefined && this.#contact > asked;
      this.#failed(toFailure(error), heardSince);
    }
  }

  /** The server answered. Without a namespace to watch that is no use, but then it is a clear answer. */
  #welcome(): void {
    const { clock } = this.#options;
    const refusal = this.#access && !this.#access.whole && this.#access.namespaces.length === 0 && this.#access.gaps[0];
    if (refusal) {
      this.#accessDue = true;
      this.#attempt += 1;
      this.#setLink({ state: 'denied', failure: refusal });
      return;
    }
    const wasLive = this.#link.state === 'live';
    this.#attempt = 0;
    this.#setLink(nextLink(this.#link, { t: 'contact', at: clock.now() }));
    if (!wasLive) this.stores.wake();
  }

  #failed(reason: Failure, heardSince: boolean): void {
    if (this.#life.signal.aborted || (heardSince && !isSignIn(reason))) return;
    const { clock } = this.#options;
    const now = clock.now();
    const contact = this.#contact === undefined ? {} : { contact: this.#contact };
    const link = nextLink(this.#link, { t: 'failed', failure: reason, at: now, ...contact });
    this.#attempt += 1;
    this.#setLink(link);
  }

  async #pause(): Promise<void> {
    if (this.#life.signal.aborted) return;
    const { clock } = this.#options;
    const contact = this.#contact === undefined ? {} : { contact: this.#contact };
    const tries = { attempt: Math.max(0, this.#attempt - 1), now: clock.now(), ...contact };
    const wait = probeWait(this.#link, tries, clock);
    if ((this.#link.state === 'stale' || this.#link.state === 'unreachable') && wait !== undefined) {
      this.#setLink({ ...this.#link, retryAt: clock.now() + wait });
    }
    if (this.#probeDue) return;
    const link = linkedAbort(this.#life.signal);
    this.#probeNow = () => link.abort(new Error('asked for'));
    await (wait === undefined ? aborted(link.signal) : clock.sleep(wait, link.signal)).catch(() => undefined);
    this.#probeNow = () => undefined;
    link.release();
  }

  async #askVersion(): Promise<void> {
    const { clock, api } = this.#options;
    const asked = clock.now();
    const version = await api.json<{ readonly gitVersion?: string }>({
      path: '/version',
      verb: 'get',
      resource: '/version',
      signal: this.#life.signal,
      timeout: PROBE_TIMEOUT,
    });
    this.#version = version.gitVersion;
    this.#roundTrip = clock.now() - asked;
  }

  async #askAccess(): Promise<Access> {
    const { api, own } = this.#options;
    this.#accessDue = false;
    try {
      return await resolveAccess({ api, own, typed: this.#typed, signal: this.#life.signal });
    } catch (error) {
      this.#accessDue = true;
      throw error;
    }
  }

  #onContact(): void {
    this.#contact = this.#options.clock.now();
    if (this.#link.state === 'stale') this.#welcome();
  }

  /** A watch in trouble asks the question at once that would be asked in a while: is the server there? */
  #onStanding(): void {
    const stale = this.stores.standings.filter((standing) => standing.state === 'stale');
    if (stale.some((standing) => isRevoked(standing.failure))) this.#accessDue = true;
    if (stale.length > 0 && this.#link.state === 'live') this.#probe();
    this.#options.onChange();
  }

  #setLink(link: Link): void {
    this.#link = link;
    this.#options.onChange();
  }
}

/** Services were watched, and may not be any more: it has to be asked anew which of them may. */
function isRevoked({ code, params }: Failure): boolean {
  return code === 'forbidden' && params['resource'] === 'services';
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );
}
