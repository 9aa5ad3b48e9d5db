import type { CostRow } from '../../../shared/model/cost.ts';
import { everyWord } from '../../ui/table/every-word.ts';

/** Whether a load balancer has every word of a filter somewhere; `-` turns a word round. */
export function costMatches(row: CostRow, q: string): boolean {
  return everyWord(q, (word) => has(row, word));
}

function has(row: CostRow, word: string): boolean {
  if (word.startsWith('is:')) return isSo(row, word.slice('is:'.length));
  const { name, namespace, context, object, provider = '', what = '', region = '', state } = row;
  const texts = [name, namespace, context, object, provider, what, region, state, ...row.traits];
  return texts.some((text) => text.toLowerCase().includes(word));
}

function isSo({ month, state, sharing, object }: CostRow, what: string): boolean {
  switch (what) {
    case 'unknown':
      return month === undefined;
    case 'shareable':
      return sharing === 'can';
    case 'ingress':
      return object === 'Ingress';
    default:
      return state === what;
  }
}
