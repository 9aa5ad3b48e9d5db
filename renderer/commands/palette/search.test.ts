import { expect, test } from 'vitest';
import { search } from './search.ts';

const texts = ['Forward · web shop', 'web · shop prod', 'webhook · infra prod', '포워드로 이동', '설정으로 이동'];
const found = (question: string): readonly string[] => search(texts, question).map((at) => texts[at] ?? '');

test.each([
  ['web', 'web · shop prod'],
  ['prod', 'web · shop prod'],
  ['fwd', 'Forward · web shop'],
  ['web fwd', 'Forward · web shop'],
  ['hook infra', 'webhook · infra prod'],
  ['설정', '설정으로 이동'],
])('%s finds %s first', (question, first) => {
  expect(found(question)[0]).toBe(first);
});

test('what is in no text is found nowhere, and signs alone find nothing', () => {
  expect(found('zebra')).toEqual([]);
  expect(found('>>')).toEqual([]);
});
