import type { Clock } from '../clock.ts';

/** No vowels: no words come of them. */
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** What tells a name of ours from all others. */
export function randomSuffix(clock: Clock): string {
  const letter = (): string => LETTERS.charAt(Math.floor(clock.random() * LETTERS.length));
  return Array.from({ length: 6 }, letter).join('');
}
