import { parseFilter } from './parse.ts';

/** A stretch of the filter as typed. */
export interface Stretch {
  readonly text: string;
  /** Whether it is a term that makes no sense. */
  readonly bad: boolean;
}

/** The filter cut at its bad terms: stretches that together are the text again. */
export function stretchesOf(text: string): readonly Stretch[] {
  const bad = new Set(parseFilter(text).bad);
  return [...text.matchAll(/\s+|(?:[^\s"]|"[^"]*"?)+/g)].map(([part]) => ({ text: part, bad: bad.has(part) }));
}
