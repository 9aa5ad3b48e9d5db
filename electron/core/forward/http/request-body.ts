import type { ClientRequest, IncomingMessage } from 'node:http';

/** So much of a body is kept for another endpoint, should the first one fail. */
const KEPT = 64 * 1024;

/** The body of a client's request: streamed to the endpoint that is asked just now, and kept as long as it is small. */
export class RequestBody {
  readonly #source: IncomingMessage;
  #kept: Buffer[] | undefined = [];
  #length = 0;
  #ended = false;
  #sink: ClientRequest | undefined;

  constructor(source: IncomingMessage, onBytes: (bytes: number) => void) {
    this.#source = source;
    source.on('data', (chunk: Buffer) => {
      onBytes(chunk.length);
      this.#take(chunk);
    });
    source.once('end', () => {
      this.#ended = true;
      if (this.#sink) this.#end(this.#sink);
    });
    source.pause();
  }

  get length(): number {
    return this.#length;
  }

  /** Whether all that came so far can be sent again. */
  get replayable(): boolean {
    return this.#kept !== undefined;
  }

  /** Sends to `sink` from now on, beginning with what was kept. */
  attach(sink: ClientRequest): void {
    this.#sink = sink;
    // What nobody takes any more is thrown away: the client's next request comes behind it.
    sink.once('close', () => this.#source.resume());
    for (const chunk of this.#kept ?? []) sink.write(chunk);
    if (this.#ended) this.#end(sink);
    this.#source.resume();
  }

  /** Nothing is sent a second time any more. */
  settle(): void {
    this.#kept = undefined;
  }

  #take(chunk: Buffer): void {
    this.#length += chunk.length;
    this.#kept?.push(chunk);
    if (this.#length > KEPT) this.#kept = undefined;
    const sink = this.#sink;
    if (!sink || sink.destroyed || sink.write(chunk)) return;
    this.#source.pause();
    sink.once('drain', () => this.#source.resume());
  }

  #end(sink: ClientRequest): void {
    if (sink.destroyed) return;
    const { rawTrailers } = this.#source;
    if (rawTrailers.length > 0) sink.addTrailers(pairsOf(rawTrailers));
    sink.end();
  }
}

/** Names and values by turns, as pairs. */
export function pairsOf(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ''] as [string, string]] : []));
}
