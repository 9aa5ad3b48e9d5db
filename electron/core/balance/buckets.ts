import { addressWord, hash32 } from './hash.ts';
import type { Backend } from './policy.ts';

const BITS = 8;
const SIZE = 2 ** BITS;

/**
 * IPVS's hash table: 256 buckets, filled by walking the backends round and round, each as often in a row as `runs` says.
 *
 * IPVS fills it anew whenever a backend comes or goes, and sends nearly every client elsewhere. This one moves only
 * the buckets of who left, and to who came only what is due to it: clients stay where they are.
 */
export class Buckets {
  readonly #runs: (backend: Backend) => number;
  #table: readonly string[] = [];
  #filledFor = '';

  constructor(runs: (backend: Backend) => number) {
    this.#runs = runs;
  }

  /**
   * The address's own backend; where that is not open, the next open one in the order of IPVS's flag `sh-fallback`.
   * (Without the flag IPVS refuses the client.)
   */
  find(backends: readonly Backend[], address: string): Backend | undefined {
    this.#fill(backends);
    const open = new Map(backends.filter((backend) => backend.open).map((backend) => [backend.key, backend]));
    if (open.size === 0) return undefined;
    const own = hash32(addressWord(address), BITS);
    const backend = open.get(this.#table[own] ?? '');
    if (backend) return backend;
    for (let offset = 0; offset < SIZE; offset++) {
      const other = open.get(this.#table[(offset + 2 * own) % SIZE] ?? '');
      if (other) return other;
    }
    // More backends than buckets, and those that have one are all closed.
    return open.values().next().value;
  }

  #fill(backends: readonly Backend[]): void {
    const asked = backends.map((backend) => `${backend.key} ${this.#runs(backend)}`).join('\n');
    if (asked === this.#filledFor) return;
    this.#filledFor = asked;
    const fresh = walk(backends, this.#runs);
    this.#table = this.#table.length === 0 ? fresh : rearranged(this.#table, fresh);
  }
}

/** The table as IPVS fills it. */
function walk(backends: readonly Backend[], runs: (backend: Backend) => number): readonly string[] {
  const round = backends.flatMap((backend) => Array<string>(Math.max(1, runs(backend))).fill(backend.key));
  return round.length === 0 ? [] : Array.from({ length: SIZE }, (_, bucket) => round[bucket % round.length] ?? '');
}

/** A table in which each has as many buckets as in `fresh`, with as few changes to `table` as can be. */
function rearranged(table: readonly string[], fresh: readonly string[]): readonly string[] {
  const due = new Map<string, number>();
  for (const key of fresh) due.set(key, (due.get(key) ?? 0) + 1);
  const take = (key: string): boolean => {
    const left = due.get(key) ?? 0;
    if (left > 0) due.set(key, left - 1);
    return left > 0;
  };
  const kept = table.map((key) => (take(key) ? key : undefined));
  const rest = [...due].flatMap(([key, left]) => Array<string>(left).fill(key));
  return kept.map((key) => key ?? rest.shift() ?? '');
}
