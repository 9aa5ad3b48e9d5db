import type { Upgraded } from '../../kube/api.ts';
import type { PodSession, PodStream } from '../pod-stream.ts';
import { LegacyStream, type LegacyStreamOptions } from './legacy-stream.ts';

export interface LegacySessionOptions extends Omit<LegacyStreamOptions, 'port' | 'onClose'> {
  /** The one that showed that it can be done: it is that of the first stream to its port. */
  readonly first: { readonly port: number; readonly upgraded: Upgraded };
}

/** Connections into one pod that share nothing, each with a WebSocket of its own. */
export class LegacySession implements PodSession {
  /** However many there are, another one finds room. */
  readonly load = 0;
  readonly busy = false;
  readonly #options: LegacySessionOptions;
  readonly #streams = new Set<LegacyStream>();
  #first: LegacySessionOptions['first'] | undefined;
  #listener: () => void = () => undefined;
  #accepting = true;

  constructor(options: LegacySessionOptions) {
    this.#options = options;
    this.#first = options.first;
    options.first.upgraded.socket.on('error', () => undefined);
  }

  get live(): number {
    return this.#streams.size;
  }

  get accepting(): boolean {
    return this.#accepting;
  }

  get ended(): boolean {
    return !this.#accepting && this.live === 0;
  }

  onChange(listener: () => void): void {
    this.#listener = listener;
  }

  open(port: number): PodStream {
    const stream = new LegacyStream({
      ...this.#options,
      port,
      connect: (...call) => this.#connect(...call),
      onClose: (closed) => {
        this.#streams.delete(closed);
        this.#listener();
      },
    });
    this.#streams.add(stream);
    return stream;
  }

  close(): void {
    this.#accepting = false;
    this.#first?.upgraded.socket.destroy();
    for (const stream of [...this.#streams]) stream.destroy();
    this.#listener();
  }

  async #connect(port: number, signal: AbortSignal): Promise<Upgraded> {
    const first = this.#first;
    if (first?.port === port) {
      this.#first = undefined;
      if (!first.upgraded.socket.destroyed) return first.upgraded;
    }
    try {
      return await this.#options.connect(port, signal);
    } catch (error) {
      // Whoever comes next looks for a way anew.
      this.#accepting = false;
      throw error;
    }
  }
}
