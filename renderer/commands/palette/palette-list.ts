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

/** What the palette shows for a question: `>` asks for actions only; without a question, the recent ones first. */
export function paletteList(
  items: readonly PaletteItem[],
  question: string,
  recentKeys: readonly string[],
): PaletteList {
  const actionsOnly = question.startsWith('>');
  const words = question.replace(/^>/, '').trim();
  const offered = actionsOnly ? items.filter(({ kind }) => kind !== 'place') : items;
  if (words === '') {
    const recent = recentKeys.flatMap((key) => offered.find((item) => item.key === key) ?? []).slice(0, RECENT);
    const others = offered.filter((item) => item.kind !== 'more' && !recent.includes(item));
    return { recent, found: others.slice(0, MOST), count: recent.length + others.length };
  }
  const hits = search(offered.map(textOf), words).flatMap((at) => offered[at] ?? []);
  const near = hits.slice(0, NEAR);
  const first = recentKeys.flatMap((key) => near.find((item) => item.key === key) ?? []);
  const found = [...first, ...hits.filter((item) => !first.includes(item))];
  return { recent: [], found: found.slice(0, MOST), count: hits.length };
}

/** What an item is found by. */
function textOf({ title, detail, service }: PaletteItem): string {
  return `${title} ${detail} ${service?.cluster ?? ''}`;
}
