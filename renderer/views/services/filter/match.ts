import { fields, isReadyWord, readyWords, type Subject } from './fields.ts';
import type { Filter, Term, Value } from './parse.ts';

/** Whether a row meets every term of the filter. */
export function matches({ terms }: Filter, subject: Subject): boolean {
  return terms.every((term) => meets(term, subject) !== term.negated);
}

function meets(term: Term, subject: Subject): boolean {
  if (term.field === undefined) {
    const { row, cluster } = subject;
    const texts = [
      row.name,
      row.namespace,
      cluster,
      ...row.clusterIPs,
      ...row.externalAddresses,
      row.externalName ?? '',
    ];
    return term.values.some((value) => texts.some((text) => sameText(text, value)));
  }
  if (term.field === 'ready' && term.values.some(({ text }) => isReadyWord(text))) {
    return term.values.some((value) => isReady(subject, value));
  }
  const field = fields[term.field];
  if (field.kind === 'text') {
    const texts = field.of(subject);
    return term.values.some((value) => texts.some((text) => sameText(text, value)));
  }
  const numbers = field.of(subject);
  return term.values.some((value) => numbers.some((number) => compare(number, value, field.read(value.text))));
}

function isReady(subject: Subject, value: Value): boolean {
  if (isReadyWord(value.text)) return readyWords(subject).includes(value.text);
  const { endpoints } = subject.row;
  return endpoints !== undefined && compare(endpoints.ready, value, Number(value.text));
}

function sameText(text: string, { op, text: wanted, literal }: Value): boolean {
  const [a, b] = [text.toLowerCase(), wanted.toLowerCase()];
  if (!literal && b.includes('*')) return glob(b, op === '~').test(a);
  return op === '~' ? a.includes(b) : a === b;
}

function glob(pattern: string, anywhere: boolean): RegExp {
  const body = pattern
    .split('*')
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join('.*');
  return new RegExp(anywhere ? body : `^${body}$`, 's');
}

function compare(number: number, { op }: Value, wanted: number | undefined): boolean {
  if (wanted === undefined) return false;
  switch (op) {
    case '>':
      return number > wanted;
    case '<':
      return number < wanted;
    case '>=':
      return number >= wanted;
    case '<=':
      return number <= wanted;
    case 'is':
    case '~':
      return number === wanted;
  }
}
