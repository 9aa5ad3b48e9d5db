import type { TerminalOutput } from '../../../shared/model/terminal.ts';

/** So much may wait to be read before the writer has to; in characters, as all sizes here. */
const AHEAD = 256 * 1024;
/** So much of what was read is kept for a window that opens later. */
const BEHIND = 256 * 1024;
/** The most that one read takes: a window's frame is spent on drawing it. */
const PIECE = 16 * 1024;

/**
 * What a program prints, between its writer and whoever reads: bounded, so that the writer waits for a slow window and
 * 100 MB cost no more memory than 1 MB. Readers ask for text from a place on, so one that lost its link goes on there.
 */
export class Output {
  #chunks: string[] = [];
  /** The place of the first character that is kept, and the one after the last. */
  #start = 0;
  #end = 0;
  /** The furthest place that was asked for. */
  #read = 0;
  #isEnded = false;
  readonly #waiting = new Set<() => void>();

  /** Resolves when there is room for more, or nobody will read it. */
  async write(text: string): Promise<void> {
    if (this.#isEnded || text === '') return;
    this.#chunks.push(text);
    this.#end += text.length;
    this.#wake();
    while (this.#end - this.#read > AHEAD && !this.#ended) await this.#change();
  }

  /** Nothing will be written any more; what there is can still be read. */
  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  /** The text from a place on, as soon as there is some or it has ended; empty when the signal aborts. */
  async read(from: number, signal: AbortSignal): Promise<TerminalOutput> {
    const place = Math.min(Math.max(from, this.#start), this.#end);
    if (place > this.#read) {
      this.#read = place;
      this.#forget();
      this.#wake();
    }
    while (place === this.#end && !this.#ended && !signal.aborted) await this.#change(signal);
    const text = this.#slice(place, PIECE);
    const next = place + text.length;
    return { text, next, last: this.#isEnded && next === this.#end };
  }

  /** Asked anew after each wait: the compiler takes a field for what it was before. */
  get #ended(): boolean {
    return this.#isEnded;
  }

  #slice(from: number, length: number): string {
    let place = this.#start;
    let text = '';
    for (const chunk of this.#chunks) {
      const after = place + chunk.length;
      if (after > from) text += chunk.slice(Math.max(0, from - place));
      if (text.length >= length) break;
      place = after;
    }
    return text.length <= length ? text : text.slice(0, cutBefore(text, length));
  }

  #forget(): void {
    let gone = 0;
    for (const chunk of this.#chunks) {
      if (this.#start + chunk.length > this.#read - BEHIND) break;
      this.#start += chunk.length;
      gone += 1;
    }
    this.#chunks.splice(0, gone);
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  #change(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal?.addEventListener('abort', done, { once: true });
    });
  }
}

/** Where to cut so that no pair of surrogates is torn: half a character is none on the wire. */
function cutBefore(text: string, at: number): number {
  return /[\ud800-\udbff]/.test(text.charAt(at - 1)) ? at - 1 : at;
}
