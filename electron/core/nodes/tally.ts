import type { ReadyCount } from '../../../shared/model/node.ts';

const none: ReadyCount = { ready: 0, total: 0 };

/** What a source has on one node. */
export type NodeCount = readonly [node: string, count: ReadyCount];

/** Counts by node of what several sources have there. A source that changes costs only what it has itself. */
export class Tally {
  readonly #sources = new Map<string, readonly NodeCount[]>();
  readonly #sums = new Map<string, ReadyCount>();

  /** Takes what a source has now, in place of what it had; adds to `touched` the nodes whose sums may be others. */
  set(source: string, counts: readonly NodeCount[], touched: Set<string>): void {
    const before = this.#sources.get(source) ?? [];
    for (const [node, count] of before) this.#add(node, count, -1);
    for (const [node, count] of counts) this.#add(node, count, 1);
    for (const [node] of before) touched.add(node);
    for (const [node] of counts) touched.add(node);
    if (counts.length > 0) this.#sources.set(source, counts);
    else this.#sources.delete(source);
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
