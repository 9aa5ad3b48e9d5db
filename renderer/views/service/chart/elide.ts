/** `text` in at most `length` characters: the middle goes, because a Pod's name ends in what tells it apart. */
export function elide(text: string, length: number): string {
  if (text.length <= length) return text;
  if (length <= 1) return '…';
  const tail = Math.min(tailLength(text), length - 2);
  return `${text.slice(0, length - 1 - tail)}…${tail > 0 ? text.slice(-tail) : ''}`;
}

/** The address loses its middle before the port loses a digit. */
export function elideAddress(address: string, port: number | undefined, length: number): string {
  const bracketed = address.includes(':') && port !== undefined ? `[${address}]` : address;
  const end = port === undefined ? '' : `:${port}`;
  return `${elide(bracketed, length - end.length)}${end}`;
}

/** The last part of a name with dashes, as in `web-5c9d7f64b-4kq2t`, or five characters. */
function tailLength(text: string): number {
  const last = text.length - 1 - text.lastIndexOf('-');
  return last > 0 && last <= 8 ? last : 5;
}
