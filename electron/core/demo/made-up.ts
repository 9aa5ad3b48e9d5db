/** What the server makes up itself: names, uids, times. */

/** No vowels, so that no words come about. */
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX = 5;
const LONGEST = 63;

export function generateName(prefix: string, random: () => number): string {
  return prefix.slice(0, LONGEST - SUFFIX) + draw(SUFFIX, { from: LETTERS, random });
}

/** Of version 4. */
export function generateUid(random: () => number): string {
  const hex = draw(32, { from: '0123456789abcdef', random });
  const variant = draw(1, { from: '89ab', random });
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** RFC 3339, in whole seconds. */
export function timestamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

function draw(length: number, { from, random }: { readonly from: string; readonly random: () => number }): string {
  return Array.from({ length }, () => from[Math.floor(random() * from.length)]).join('');
}
