import type { PaletteItem } from './palette-items.ts';
import { search } from './search.ts';

/** More lines than that nobody reads. */
const MOST = 50;
/** So many of the recent ones are shown before anything is typed. */
const RECENT = 5;
/** A recent line comes before better ones, but not from further down than this. */
const NEAR = 12;

export interface PaletteList {
  readonly recent: readonly PaletteItem[];
  readonly found: readonly PaletteItem[];
  /** How many there are, shown or not. */
  readonly count: number;
}

/** Items, and what each of them is found by: put together once, for it is looked through at every key. */
interface Searched {
  readonly items: readonly PaletteItem[];
  readonly texts: readonly string[];
}

/** Answers what is asked of the palette while it is open. */
export class PaletteAnswers {
  readonly #items: readonly PaletteItem[];
  readonly #recent: readonly string[];
  #all: Searched | undefined;
  #actions: Searched | undefined;

  constructor(items: readonly PaletteItem[], recentKeys: readonly string[]) {
    this.#items = items;
    this.#recent = recentKeys;
  }

  /** What to show for a question: `>` asks for actions only; without a question, the recent ones first. */
  to(question: string): PaletteList {
    const words = question.replace(/^>/, '').trim();
    const searched = question.startsWith('>') ? this.#actionsOnly() : (this.#all ??= searchedOf(this.#items));
    return words === '' ? this.#unasked(searched.items) : this.#found(searched, words);
  }

  #actionsOnly(): Searched {
    return (this.#actions ??= searchedOf(this.#items.filter(({ kind }) => kind !== 'place')));
  }

  #unasked(items: readonly PaletteItem[]): PaletteList {
    const recent = this.#recent.flatMap((key) => items.find((item) => item.key === key) ?? []).slice(0, RECENT);
    const others = items.filter((item) => item.kind !== 'more' && !recent.includes(item));
    return { recent, found: others.slice(0, MOST), count: recent.length + others.length };
  }

  #found({ items, texts }: Searched, words: string): PaletteList {
    const hits = search(texts, words).flatMap((at) => items[at] ?? []);
    const near = hits.slice(0, NEAR);
    const first = this.#recent.flatMap((key) => near.find((item) => item.key === key) ?? []);
    const found = [...first, ...hits.filter((item) => !first.includes(item))];
    return { recent: [], found: found.slice(0, MOST), count: hits.length };
  }
}

function searchedOf(items: readonly PaletteItem[]): Searched {
  return { items, texts: items.map(textOf) };
}

function textOf(item: PaletteItem): string {
  return `${item.words ?? item.title} ${item.detail} ${item.service?.cluster ?? ''}`;
}
