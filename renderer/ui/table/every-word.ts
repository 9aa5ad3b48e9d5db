/** Whether every word of a plain filter is had; `-` before a word turns it round. */
export function everyWord(q: string, has: (word: string) => boolean): boolean {
  return q
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => (word.startsWith('-') ? !has(word.slice(1)) : has(word)));
}
