import type { NodeRow } from '../../../shared/model/node.ts';
import { everyWord } from '../../ui/table/every-word.ts';

/** Whether a node has every word of a filter somewhere; `-` turns a word round. */
export function nodeMatches(row: NodeRow, q: string): boolean {
  return everyWord(q, (word) => has(row, word));
}

function has(row: NodeRow, word: string): boolean {
  switch (word) {
    case 'is:ready':
      return row.ready === 'yes';
    case 'is:notready':
      return row.ready !== 'yes';
    case 'is:cordoned':
      return row.cordoned;
    case 'is:tainted':
      return row.taints.length > 0;
    default:
      return wordsOf(row).some((text) => text.toLowerCase().includes(word));
  }
}

function wordsOf(row: NodeRow): readonly string[] {
  const { name, zone = '', region = '', instanceType = '', provider = '', local = '', kubeletVersion } = row;
  const addresses = row.addresses.map(({ address }) => address);
  const taints = row.taints.map(({ key, value, effect }) => `${key}=${value ?? ''}:${effect}`);
  return [name, zone, region, instanceType, provider, local, kubeletVersion, ...row.roles, ...addresses, ...taints];
}
