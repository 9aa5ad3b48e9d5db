import type { ReadyCount } from '../../../shared/model/node.ts';

const none: ReadyCount = { ready: 0, total: 0 };

/** Counts by node of what several sources have there. A source that changes costs only what it has itself. */
export class Tally {
  readonly #sources = new Map<string, ReadonlyMap<string, ReadyCount>>();
  readonly #sums = new Map<string, ReadyCount>();

  /** Takes what a source has now, in place of what it had; says on which nodes the sums may be others. */
  set(source: string, counts: ReadonlyMap<string, ReadyCount>): Iterable<string> {
    const before = this.#sources.get(source);
    for (const [node, count] of before ?? []) this.#add(node, count, -1);
    for (const [node, count] of counts) this.#add(node, count, 1);
    if (counts.size > 0) this.#sources.set(source, counts);
    else this.#sources.delete(source);
    return new Set([...(before?.keys() ?? []), ...counts.keys()]);
  }

  of(node: string): ReadyCount {
    return this.#sums.get(node) ?? none;
  }

  get sources(): Iterable<string> {
    return this.#sources.keys();
  }

  #add(node: string, { ready, total }: ReadyCount, sign: 1 | -1): void {
    const sum = this.of(node);
    this.#sums.set(node, { ready: sum.ready + sign * ready, total: sum.total + sign * total });
  }
}
