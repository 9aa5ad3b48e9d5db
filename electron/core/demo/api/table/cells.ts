import { dig, list, record, text } from '../../../json.ts';
import { humanDuration } from './duration.ts';

/** Words that several kinds' columns are made of. */

export const orNone = (word: string): string => (word === '' ? '<none>' : word);

export function age(time: unknown, now: number): string {
  const at = Date.parse(text(time));
  return Number.isNaN(at) ? '<unknown>' : humanDuration(now - at);
}

export function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** `a=b,c=d`, sorted. */
export function labelsText(labels: unknown): string {
  const pairs = Object.entries(record(labels)).map(([key, value]) => `${key}=${text(value)}`);
  return orNone(pairs.sort().join(','));
}

/** A label selector as `kubectl -l` would take it. */
export function selectorText(selector: unknown): string {
  const words = Object.entries(record(dig(selector, 'matchLabels'))).map(([key, value]) => [
    key,
    `${key}=${text(value)}`,
  ]);
  for (const one of list(dig(selector, 'matchExpressions'))) {
    const { key, operator } = record(one);
    const values = `(${list(record(one)['values']).map(text).sort().join(',')})`;
    const shown: Readonly<Record<string, string>> = {
      In: `${text(key)} in ${values}`,
      NotIn: `${text(key)} notin ${values}`,
      Exists: text(key),
    };
    words.push([text(key), shown[text(operator)] ?? `!${text(key)}`]);
  }
  return words
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
    .map(([, word]) => word)
    .join(',');
}

/** The first three, and how many there are besides. */
export function fewOf(words: readonly string[], none = '<unset>'): string {
  if (words.length === 0) return none;
  const shown = words.slice(0, 3).join(',');
  return words.length > 3 ? `${shown} + ${words.length - 3} more...` : shown;
}

export function containersText(podSpec: unknown, field: 'name' | 'image'): string {
  return list(dig(podSpec, 'containers'))
    .map((container) => text(record(container)[field]))
    .join(',');
}
