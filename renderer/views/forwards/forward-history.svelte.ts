import { createSubscriber } from 'svelte/reactivity';
import type { ForwardView } from '../../../shared/model/forward.ts';
import type { App } from '../../live/app.svelte.ts';
import { ratesOf, sampleOf, sharesOf, withSample, type Rates, type Sample, type Share } from './rates.ts';

/** How often the counters are read, in ms. */
const EVERY = 1_000;
/** For so long after the last byte a forward counts as active, in ms. */
const MOVING = 10_000;

/** What the forwards' counters were in the last minute, read once a second while something on screen asks. */
export class ForwardHistory {
  readonly #app: App;
  readonly #samples = new Map<string, readonly Sample[]>();
  readonly #read = createSubscriber((update) => {
    const sample = (): void => {
      this.#sample(Date.now());
      update();
    };
    const timer = setInterval(sample, EVERY);
    return () => clearInterval(timer);
  });

  constructor(app: App) {
    this.#app = app;
  }

  samples({ key }: ForwardView): readonly Sample[] {
    this.#read();
    return this.#samples.get(key) ?? [];
  }

  rates(forward: ForwardView): Rates | undefined {
    return ratesOf(this.samples(forward));
  }

  shares(forward: ForwardView): ReadonlyMap<string, Share> {
    return sharesOf(forward, this.samples(forward));
  }

  /** Whether a byte passed or a connection came within the last seconds. */
  moving(forward: ForwardView): boolean {
    const samples = this.samples(forward);
    const last = samples.at(-1);
    const first = last && samples.find(({ at }) => at >= last.at - MOVING);
    if (!last || !first) return false;
    return last.in > first.in || last.out > first.out || last.connections > first.connections;
  }

  #sample(at: number): void {
    const forwards = this.#app.forwards.values;
    const present = new Set(forwards.map(({ key }) => key));
    for (const key of this.#samples.keys()) if (!present.has(key)) this.#samples.delete(key);
    for (const forward of forwards) {
      this.#samples.set(forward.key, withSample(this.#samples.get(forward.key) ?? [], sampleOf(forward, at)));
    }
  }
}

const histories = new WeakMap<App, ForwardHistory>();

/** One history for all who ask, so that going from one screen to another loses nothing. */
export function historyOf(app: App): ForwardHistory {
  const history = histories.get(app) ?? new ForwardHistory(app);
  histories.set(app, history);
  return history;
}
