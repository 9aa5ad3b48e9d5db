/** A line of code that keeps somebody out, and the test that must notice when it is gone. */
export interface Gate {
  /** What it keeps out, as SECURITY.md has it. */
  readonly name: string;
  readonly file: string;
  /** The gate itself: stands in the file once. */
  readonly gate: string;
  /** What stands there once somebody has taken it away; still code that runs. */
  readonly without: string;
  /** A file of Vitest, or of Playwright: `x.spec.ts`. */
  readonly test: string;
  /** A regular expression for the titles of the tests that are to fail. */
  readonly title: string;
}

type Common = 'file' | 'test' | 'title';

/** Gates that have something in common: a row says the rest, and what is otherwise with it. */
export function gates<K extends Common>(
  common: Pick<Gate, K>,
  rows: readonly (Omit<Gate, K> & Partial<Gate>)[],
): readonly Gate[] {
  // Each field is either common or in the row; the compiler does not add them up for an unknown K.
  return rows.map((row) => ({ ...common, ...row }) as unknown as Gate);
}

/** The file's text with the gate taken away. Throws unless the gate stands in it exactly once. */
export function takeAway(text: string, { name, file, gate, without }: Gate): string {
  const places = text.split(gate).length - 1;
  if (places !== 1) throw new Error(`${name}: the gate stands in ${file} ${String(places)} times, not once`);
  return text.replace(gate, () => without);
}
