import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** So many bytes pass through before what carried them is freed. */
const DUE = 8 * 1024 * 1024;

/**
 * Node puts each piece that it reads in memory of its own, outside the heap, freed with the little object that stands for
 * it. Such objects alone don't fill the young generation, so V8 goes through its whole heap instead, as soon as it
 * finds too much held outside: a third of a bulk transfer's CPU. Asking for the young generation costs next to nothing.
 */
export class YoungHeap {
  readonly #collect: () => void;
  #passed = 0;

  constructor(collect: () => void) {
    this.#collect = collect;
  }

  /** So many bytes were read and are soon no longer needed. */
  pass(bytes: number): void {
    this.#passed += bytes;
    if (this.#passed < DUE) return;
    this.#passed = 0;
    this.#collect();
  }
}

/** The process's own. Does nothing where V8 does not hand out its collector. */
export const youngHeap = new YoungHeap(collector());

function collector(): () => void {
  try {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as NodeJS.GCFunction | undefined; // not there in an embedder's own V8
    if (collect) return () => collect({ type: 'minor' });
  } catch {
    // Then V8 decides by itself.
  }
  return () => undefined;
}
