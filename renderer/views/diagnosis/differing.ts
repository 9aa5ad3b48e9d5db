/** A text in three: what it has in common with another at its ends, and what differs between. */
export type Parts = readonly [start: string, middle: string, end: string];

/** The parts of `text` that differ from `other`; nothing is marked where they have too little in common. */
export function differing(text: string, other: string): Parts {
  const most = Math.min(text.length, other.length);
  let start = 0;
  while (start < most && text[start] === other[start]) start += 1;
  let end = 0;
  while (end < most - start && text.at(-1 - end) === other.at(-1 - end)) end += 1;
  if (text === other || start + end < most / 2) return [text, '', ''];
  return [text.slice(0, start), text.slice(start, text.length - end), text.slice(text.length - end)];
}
