import type { Socket } from 'node:net';
import type { Failure } from '../../../../shared/failure.ts';
import type { ForwardSpec } from '../../../../shared/model/forward.ts';
import type { Clock } from '../../clock.ts';
import { Forward } from '../forward.ts';
import type { OpenTarget } from '../forward-target.ts';
import type { Forwards } from '../forwards.ts';
import { portKey } from './missing.ts';

/** A forward that carries nothing is kept so long for the next connection, in ms. */
const IDLE = 5 * 60_000;

interface Entry {
  readonly forward: Forward;
  live: number;
  /** Keeps it from being closed for being idle. */
  kept: AbortController | undefined;
}

export interface OnDemandOptions {
  readonly clock: Clock;
  readonly openTarget: OpenTarget;
  readonly forwards: Forwards;
}

/** Forwards without a local port: opened by the first connection, closed when there was none for a while. */
export class OnDemand {
  readonly #options: OnDemandOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: OnDemandOptions) {
    this.#options = options;
  }

  /** How many are open. */
  get size(): number {
    return this.#entries.size;
  }

  /**
   * Carries a connection to the next endpoint: by the forward that a person has started, with its balance, else by one
   * of its own. Takes the socket over. Throws `context-unknown`.
   */
  carry(spec: ForwardSpec, socket: Socket): void {
    const running = spec.pinned ? undefined : this.#options.forwards.running(spec);
    if (running) return running.accept(socket);
    const key = keyOf(spec);
    const entry = this.#entries.get(key) ?? this.#open(key, spec);
    entry.kept?.abort();
    entry.kept = undefined;
    entry.live += 1;
    socket.once('close', () => {
      entry.live -= 1;
      if (entry.live === 0) this.#rest(key, entry);
    });
    entry.forward.accept(socket);
  }

  /** Why the last connection there failed, if it did. */
  lastFailure(spec: ForwardSpec): Failure | undefined {
    const running = spec.pinned ? undefined : this.#options.forwards.running(spec);
    return (running ?? this.#entries.get(keyOf(spec))?.forward)?.view.lastFailure;
  }

  async close(): Promise<void> {
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    for (const { kept } of entries) kept?.abort();
    await Promise.all(entries.map(({ forward }) => forward.close()));
  }

  #open(key: string, spec: ForwardSpec): Entry {
    const { clock, openTarget } = this.#options;
    const forward = new Forward({ key, spec, target: openTarget(spec), clock, onChange: () => undefined });
    const entry: Entry = { forward, live: 0, kept: undefined };
    this.#entries.set(key, entry);
    return entry;
  }

  #rest(key: string, entry: Entry): void {
    if (this.#entries.get(key) !== entry) return;
    entry.kept = new AbortController();
    this.#options.clock.sleep(IDLE, entry.kept.signal).then(
      () => {
        this.#entries.delete(key);
        return entry.forward.close();
      },
      () => undefined,
    );
  }
}

function keyOf(spec: ForwardSpec): string {
  return [portKey(spec), ...(spec.pinned ?? [])].join(' ');
}
