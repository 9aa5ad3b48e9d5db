import type { ForwardView } from '../../../shared/model/forward.ts';
import { doingOf, doingWord, localOf, serviceOf } from './forward-words.ts';

/** Whether every word of `text` is somewhere in what the forward's line says, `cluster` being its cluster's name. */
export function matches(forward: ForwardView, cluster: string, text: string): boolean {
  const { port } = forward.spec;
  const said = [
    localOf(forward),
    `${serviceOf(forward)}:${port}`,
    cluster,
    doingWord(doingOf(forward, false)),
    ...forward.endpoints.map(({ pod }) => pod),
  ];
  const line = said.join(' ').toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => line.includes(word));
}
