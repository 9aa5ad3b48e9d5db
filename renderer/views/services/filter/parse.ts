import { fields, isFieldName, type FieldName } from './fields.ts';

/** One alternative of a term: how to compare, and with what. `is` compares the whole text, `~` a part of it. */
export interface Value {
  readonly op: 'is' | '~' | '>' | '<' | '>=' | '<=';
  readonly text: string;
  /** Quoted: an asterisk is an asterisk. */
  readonly literal: boolean;
}

/** What every row has to meet: any of the values in the field, or anywhere when no field is named. */
export interface Term {
  readonly text: string;
  readonly negated: boolean;
  readonly field?: FieldName;
  readonly values: readonly Value[];
}

export interface Filter {
  readonly terms: readonly Term[];
  /** Terms that make no sense, as typed; the others apply all the same. */
  readonly bad: readonly string[];
}

/** A term: spaces part terms, but not inside double quotes. */
const TERM = /(?:[^\s"]|"[^"]*"?)+/g;
const FIELD = /^([a-z]+):(.*)$/s;
const OPERATOR = /^(>=|<=|>|<|=|~)?(.*)$/s;

/** Reads the filter language: `[-]field:[>|<|>=|<=|=|~]value,value`, or bare text. Never throws. */
export function parseFilter(text: string): Filter {
  const terms: Term[] = [];
  const bad: string[] = [];
  for (const [word] of text.matchAll(TERM)) {
    const term = parseTerm(word);
    if (term) terms.push(term);
    else bad.push(word);
  }
  return { terms, bad };
}

function parseTerm(word: string): Term | undefined {
  const negated = word.length > 1 && word.startsWith('-');
  const body = negated ? word.slice(1) : word;
  const [, name, rest] = FIELD.exec(body) ?? [];
  if (name === undefined || rest === undefined) {
    return { text: word, negated, values: [{ op: '~', ...unquote(body) }] };
  }
  if (!isFieldName(name)) return undefined;
  const values = splitValues(rest).map(parseValue);
  const { accepts } = fields[name];
  if (values.length === 0 || !values.every((value) => value.text !== '' && accepts(value))) return undefined;
  return { text: word, negated, field: name, values };
}

/** Parts values at commas outside quotes. */
function splitValues(text: string): string[] {
  return [...text.matchAll(/(?:[^,"]|"[^"]*"?)+/g)].map(([value]) => value);
}

function parseValue(text: string): Value {
  const [, op, rest = ''] = OPERATOR.exec(text) ?? [];
  return { op: op === undefined || op === '=' ? 'is' : (op as Value['op']), ...unquote(rest) };
}

function unquote(text: string): { readonly text: string; readonly literal: boolean } {
  return { text: text.replaceAll('"', ''), literal: text.includes('"') };
}
