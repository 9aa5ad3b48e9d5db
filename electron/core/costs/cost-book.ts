import { defaultCosts, type CostBookView, type CostSettings } from '../../../shared/model/cost.ts';
import type { Price } from '../../../shared/cost-schema.ts';
import { LiveMap } from '../live.ts';
import type { StateFile } from '../state.ts';
import { readPrices, shippedPrices, withOwn } from './price-list.ts';

/** How the person wants costs counted, and the prices: those that Portolan comes with, and those of a file of theirs. */
export class CostBook {
  readonly view = new LiveMap<CostBookView>();
  readonly #state: StateFile;

  constructor(state: StateFile) {
    this.#state = state;
    this.#tell();
  }

  get settings(): CostSettings {
    return this.#state.current.costs ?? defaultCosts;
  }

  get prices(): readonly Price[] {
    return withOwn(shippedPrices, this.#state.current.prices ?? []);
  }

  change(change: Partial<CostSettings>): void {
    this.#state.change({ costs: { ...this.settings, ...change } });
    this.#tell();
  }

  /** Takes the prices of a file in place of those known so far by the same ids; an empty text forgets all such. */
  importPrices(text: string): void {
    this.#state.change({ prices: text === '' ? [] : readPrices(text) });
    this.#tell();
  }

  #tell(): void {
    const read = this.prices.reduce((newest, price) => (price.read > newest ? price.read : newest), '');
    this.view.reset([
      { key: 'costs', settings: this.settings, imported: this.#state.current.prices?.length ?? 0, read },
    ]);
  }
}
