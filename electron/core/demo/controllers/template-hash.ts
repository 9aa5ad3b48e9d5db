import { isRecord } from '../../json.ts';
import type { PodTemplate } from '../shapes.ts';

/** No vowels and no digits that look like one, so that no hash spells a word. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const memo = new WeakMap<PodTemplate, string>();

/** What a template is known by: equal for equal templates, in the letters of the real `pod-template-hash`. */
export function templateHash(template: PodTemplate): string {
  const known = memo.get(template);
  if (known !== undefined) return known;
  const digits = String(fnv1a(JSON.stringify(sortedKeys(template))));
  const hash = Array.from(digits, (digit) => ALPHABET[digit.charCodeAt(0) % ALPHABET.length]).join('');
  memo.set(template, hash);
  return hash;
}

/** The order of keys is the client's whim. */
function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, field]) => [key, sortedKeys(field)]));
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
