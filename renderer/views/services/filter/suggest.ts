import { fieldNames, fields, isFieldName, readyWords, type FieldName, type Subject } from './fields.ts';

/** What could stand in place of the term under the caret, and how many Services have it. */
export interface Suggestion {
  readonly text: string;
  /** Undefined for the name of a field, which matches nothing by itself. */
  readonly count?: number;
}

export interface Suggestions {
  /** Where in the filter the term begins and ends. */
  readonly start: number;
  readonly end: number;
  readonly options: readonly Suggestion[];
}

const MOST = 8;
const TERM = /(?:[^\s"]|"[^"]*"?)+/g;

/** Completes the term at `caret`: a field's name, or one of the values that Services have in it. */
export function suggest(text: string, caret: number, subjects: () => Iterable<Subject>): Suggestions {
  const term = [...text.matchAll(TERM)].find(({ index, 0: word }) => index < caret && caret <= index + word.length);
  if (!term) return { start: caret, end: caret, options: [] };
  const [word] = term;
  const sign = word.startsWith('-') ? '-' : '';
  const [, name, part] = /^([a-z]+):(?![<>=~])([^,"]*)$/.exec(word.slice(sign.length)) ?? [];
  const options =
    name !== undefined && part !== undefined && isFieldName(name)
      ? valuesOf(name, part.toLowerCase(), subjects())
      : namesOf(word.slice(sign.length)).map((text) => ({ text }));
  return {
    start: term.index,
    end: term.index + word.length,
    options: options.map((option) => ({ ...option, text: `${sign}${option.text}` })),
  };
}

function namesOf(start: string): readonly string[] {
  return start === '' ? [] : fieldNames.filter((name) => name.startsWith(start)).map((name) => `${name}:`);
}

function valuesOf(name: FieldName, part: string, subjects: Iterable<Subject>): readonly Suggestion[] {
  const counts = new Map<string, number>();
  for (const subject of subjects) {
    for (const value of new Set(textsOf(name, subject))) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .filter(([value]) => value !== '' && value.toLowerCase().includes(part))
    .sort(([a, x], [b, y]) => y - x || a.localeCompare(b, 'en', { numeric: true }))
    .slice(0, MOST)
    .map(([value, count]) => ({ text: `${name}:${/[\s,"*]/.test(value) ? `"${value}"` : value}`, count }));
}

function textsOf(name: FieldName, subject: Subject): readonly string[] {
  // Ages and counts are compared, not met: a list of them would help nobody.
  if (name === 'age' || name === 'eps') return [];
  if (name === 'ready') return readyWords(subject);
  return fields[name].of(subject).map(String);
}
