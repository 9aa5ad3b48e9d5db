/**
 * A command line for a POSIX shell: each value stands in it as one word, whatever is in it. Lines like that are there
 * to be pasted, and a name is what some cluster says it is.
 */
export function shell(parts: TemplateStringsArray, ...values: readonly (string | readonly string[])[]): string {
  const words = values.map((value) => (typeof value === 'string' ? word(value) : value.map(word).join(' ')));
  return parts.map((part, index) => `${part}${words[index] ?? ''}`).join('');
}

function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
