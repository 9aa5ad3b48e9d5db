import type { Pod } from '../shapes.ts';

/** How many pods each node has, in all and of one workload, kept as they come and go. */
export class NodeLoad {
  readonly #placed = new Map<string, { readonly node: string; readonly owner: string }>();
  readonly #counts = new Map<string, number>();

  put(key: string, { metadata, spec }: Pod): void {
    this.drop(key);
    if (spec.nodeName === undefined) return;
    const owner = metadata.ownerReferences?.[0]?.uid ?? '';
    this.#placed.set(key, { node: spec.nodeName, owner });
    this.#count(spec.nodeName, owner, 1);
  }

  drop(key: string): void {
    const placed = this.#placed.get(key);
    if (!placed) return;
    this.#placed.delete(key);
    this.#count(placed.node, placed.owner, -1);
  }

  pods(node: string): number {
    return this.#counts.get(node) ?? 0;
  }

  siblings(node: string, owner: string): number {
    return owner === '' ? 0 : (this.#counts.get(`${node} ${owner}`) ?? 0);
  }

  #count(node: string, owner: string, by: number): void {
    for (const key of [node, `${node} ${owner}`]) {
      const count = (this.#counts.get(key) ?? 0) + by;
      if (count > 0) this.#counts.set(key, count);
      else this.#counts.delete(key);
    }
  }
}
