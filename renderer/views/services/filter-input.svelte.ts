import { suggest, type Suggestion } from './filter/suggest.ts';
import type { ServiceList } from './service-list.svelte.ts';

interface Needs {
  readonly list: ServiceList;
  readonly value: () => string;
  readonly change: (value: string) => void;
  readonly leave: () => void;
}

/** The filter as it is typed: what could be meant, which of it is chosen, and what keys do. */
export class FilterInput {
  readonly #needs: Needs;
  #caret = $state(0);
  #isOpen = $state(false);
  /** The suggestion that Enter takes; -1 for none. */
  chosen = $state(-1);

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  readonly #suggestions = $derived.by(() => {
    const { list, value } = this.#needs;
    return this.#isOpen ? suggest(value(), this.#caret, () => list.subjects()) : undefined;
  });

  get options(): readonly Suggestion[] {
    return this.#suggestions?.options ?? [];
  }

  typed({ currentTarget: input }: { readonly currentTarget: HTMLInputElement }): void {
    this.#caret = input.selectionStart ?? input.value.length;
    this.#isOpen = true;
    this.chosen = -1;
    this.#needs.change(input.value);
  }

  close(): void {
    this.#isOpen = false;
    this.chosen = -1;
  }

  /** Puts a suggestion in place of the term; a whole one is followed by a space for the next. */
  take({ text, count }: Suggestion): void {
    const { value, change } = this.#needs;
    if (!this.#suggestions) return;
    const { start, end } = this.#suggestions;
    const [before, after] = [value().slice(0, start), value().slice(end)];
    const put = count === undefined || after.startsWith(' ') ? text : `${text} `;
    this.#caret = start + put.length;
    this.chosen = -1;
    change(`${before}${put}${after}`);
  }

  press(event: KeyboardEvent): void {
    // While Hangul is composed, keys belong to the input method.
    if (event.isComposing || !this.#does(event.key)) return;
    event.preventDefault();
    // Esc means one thing at a time.
    event.stopPropagation();
  }

  #does(key: string): boolean {
    const { options } = this;
    const option = options[this.chosen] ?? (key === 'Tab' ? options[0] : undefined);
    if (key === 'Escape') return this.#escape();
    if (option && (key === 'Enter' || key === 'Tab')) this.take(option);
    else if (options.length > 0 && key === 'ArrowDown') this.chosen = (this.chosen + 1) % options.length;
    else if (this.chosen >= 0 && key === 'ArrowUp') this.chosen -= 1;
    else if (key === 'Enter' || key === 'ArrowDown') this.#leave();
    else return false;
    return true;
  }

  #escape(): boolean {
    if (this.options.length > 0) this.close();
    else if (this.#needs.value() !== '') this.#needs.change('');
    else this.#leave();
    return true;
  }

  #leave(): void {
    this.close();
    this.#needs.leave();
  }
}
