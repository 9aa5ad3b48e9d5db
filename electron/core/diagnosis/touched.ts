import { isDeepStrictEqual } from 'node:util';
import type { Diagnosis } from '../../../shared/model/diagnosis.ts';
import { serviceKey } from '../../../shared/model/service.ts';
import type { ClusterFacts } from './cluster-facts.ts';
import { diagnose } from './diagnose.ts';
import { keyOf, namespaceOf } from './index-by.ts';
import type { Obj } from './objects.ts';

/** So many Services are looked at before others get their turn. */
const PORTION = 100;

/** What is different after a round: whose diagnosis is another now, and whose Service is gone. */
export interface Round {
  readonly upserts: readonly Diagnosis[];
  readonly removes: readonly string[];
  /** How many Services were looked at. */
  readonly looked: number;
}

/**
 * The diagnoses of all Services of a cluster. Each notes what it has asked for, so that a change makes those anew
 * whose answer it may have changed, and no other.
 */
export class TouchedDiagnoses {
  readonly #facts: ClusterFacts;
  readonly #context: string;
  readonly #found = new Map<string, Diagnosis>();
  readonly #asked = new Map<string, ReadonlySet<string>>();
  readonly #askers = new Map<string, Set<string>>();
  #due: Set<string>;

  constructor(facts: ClusterFacts, context: string) {
    this.#facts = facts;
    this.#context = context;
    this.#due = new Set(facts.all('Service').map(keyOf));
  }

  get isDue(): boolean {
    return this.#due.size > 0;
  }

  change(before: Obj | undefined, after: Obj | undefined): void {
    for (const key of this.#facts.change(before, after)) this.#touch(key);
    const service = after ?? before;
    if (service?.kind === 'Service') this.#due.add(keyOf(service));
  }

  /** Some findings come with time alone. */
  tick(now: number): void {
    this.#facts.setNow(now);
    this.#touch('now');
  }

  /** Makes anew what is due, portion by portion. */
  *rounds(): Generator<Round> {
    while (this.#due.size > 0) {
      const portion = [...this.#due].slice(0, PORTION);
      for (const key of portion) this.#due.delete(key);
      const upserts: Diagnosis[] = [];
      const removes: string[] = [];
      for (const key of portion) {
        const before = this.#found.get(key);
        const now = this.#look(key);
        if (now && !isDeepStrictEqual(now, before)) upserts.push(now);
        else if (!now && before) removes.push(before.key);
      }
      yield { upserts, removes, looked: portion.length };
    }
  }

  #touch(asked: string): void {
    for (const service of this.#askers.get(asked) ?? []) this.#due.add(service);
  }

  #look(key: string): Diagnosis | undefined {
    const [namespace = '', name = ''] = key.split('/');
    this.#forget(key);
    const service = this.#facts.get('Service', namespace, name);
    if (!service) {
      this.#found.delete(key);
      return undefined;
    }
    const { answer, asked } = this.#facts.noting(() => diagnose(this.#facts, { service }));
    const diagnosis = {
      ...answer,
      key: serviceKey({ context: this.#context, namespace: namespaceOf(service), name }),
    };
    this.#found.set(key, diagnosis);
    this.#asked.set(key, asked);
    for (const one of asked) {
      const askers = this.#askers.get(one);
      if (askers) askers.add(key);
      else this.#askers.set(one, new Set([key]));
    }
    return diagnosis;
  }

  #forget(key: string): void {
    for (const one of this.#asked.get(key) ?? []) {
      const askers = this.#askers.get(one);
      askers?.delete(key);
      if (askers?.size === 0) this.#askers.delete(one);
    }
    this.#asked.delete(key);
  }
}
