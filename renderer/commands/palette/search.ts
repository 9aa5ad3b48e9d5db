import UFuzzy from '@leeoniya/ufuzzy';

/** Letters of any script; within a word two may be left out between each, so that `fwd` finds `forward`. */
const fuzzy = new UFuzzy({
  unicode: true,
  interSplit: String.raw`[^\p{L}\d']+`,
  intraSplit: String.raw`\p{Ll}\p{Lu}`,
  intraBound: String.raw`\p{L}\d|\d\p{L}|\p{Ll}\p{Lu}`,
  intraChars: String.raw`[\p{L}\d']`,
  intraContr: String.raw`'\p{L}{1,2}\b`,
  intraIns: 2,
});
/** Beyond so many hits they are told apart no more, only listed. */
const RANKED = 2000;

/** The places of the texts that hold the words of a question, in any order; the best first. */
export function search(texts: readonly string[], question: string): readonly number[] {
  const haystack = [...texts];
  const [hits, info, order] = fuzzy.search(haystack, question, 1, RANKED);
  if (!hits) return [];
  return info ? order.flatMap((at) => info.idx[at] ?? []) : hits;
}
