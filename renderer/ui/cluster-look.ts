/** A cluster's two letters: the first of its first two words, or its first two. */
export function clusterLetters(name: string): string {
  const plain = name.replace(/^.*[/@:]/, '');
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const letters = words.length > 1 ? `${words[0]?.[0] ?? ''}${words[1]?.[0] ?? ''}` : plain.slice(0, 2);
  return letters.toUpperCase();
}

/** A cluster's colour, one of eight, always the same for one name (FNV-1a). */
export function clusterColour(name: string): string {
  let hash = 0x811c9dc5;
  for (const letter of name) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return `var(--cluster-${hash % 8})`;
}
