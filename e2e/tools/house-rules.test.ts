import { expect, test } from 'vitest';
import {
  checkCommands,
  checkComments,
  checkLines,
  checkMessages,
  checkSentences,
  checkSizes,
  checkUnused,
  type SourceFile,
} from './house-rules.ts';

const file = (path: string, text: string): SourceFile => ({ path, text });
const lines = (count: number): string => 'x\n'.repeat(count);

test.each([
  ['a module of 400 lines', file('electron/core/a.ts', lines(400)), 0],
  ['a module of 401 lines', file('electron/core/a.ts', lines(401)), 1],
  ['a component of 201 lines', file('renderer/A.svelte', lines(201)), 1],
  ['a component with 61 lines of script', file('renderer/A.svelte', `<script lang="ts">\n${lines(61)}</script>\n`), 1],
  ['a component with 60 lines of script', file('renderer/A.svelte', `<script lang="ts">\n${lines(60)}</script>\n`), 0],
  ['a preload of 26 lines', file('electron/preload/index.ts', lines(26)), 1],
  ['a long document', file('README.md', lines(900)), 0],
])('%s is judged by its size', (_, subject, complaints) => {
  const short = Array.from({ length: 20 }, (_, index) => file(`shared/${index}.ts`, lines(10)));
  expect(checkSizes([subject, ...short])).toHaveLength(complaints);
});

test('many middling files are too long together, tests are not counted', () => {
  const middling = Array.from({ length: 10 }, (_, index) => file(`shared/${index}.ts`, lines(300)));
  expect(checkSizes(middling)).toEqual(['nine of ten files have up to 300 lines, 220 are the most']);
  expect(checkSizes(middling.map(({ text }, index) => file(`shared/${index}.test.ts`, text)))).toEqual([]);
});

test('a tree of comments is told so', () => {
  expect(checkComments([file('a.ts', '// what\nx\n// what\nx\n')])).toEqual(['50 % of the lines are comments']);
  expect(checkComments([file('a.ts', `// why\n${lines(9)}`)])).toEqual([]);
});

test.each([
  'let x: any;',
  'x as any',
  'x as any as string',
  'Map<string, number | any>',
  '// eslint-disable-next-line max-params',
  '// @ts-ignore',
  "readFile('/root/.kube/config')",
  "'/home/kim/x'",
  'https://registry.example.org/',
  '// TODO later',
  "test.only('x')",
])('%s is refused', (line) => {
  expect(checkLines([file('shared/a.ts', `fine\n${line}\n`)])).toEqual([expect.stringContaining('shared/a.ts:2 has')]);
});

test.each([
  '// for any reason',
  'as any process may',
  '// eslint-disable-next-line max-params -- the protocol has four',
  'TODO (#12) later',
  '`${home}/root/x`',
])('%s is fine', (line) => {
  expect(checkLines([file('shared/a.ts', line)])).toEqual([]);
});

test('both languages have the same messages with the same placeholders', () => {
  expect(checkMessages({ a: '{x} {y}', b: 'b' }, { a: '{y}, {x}', b: 'b' })).toEqual([]);
  expect(checkMessages({ a: '{x}', b: 'b' }, { a: '{y}', c: 'c' })).toEqual([
    'the message a names {x} in English and {y} in Korean',
    'the message b is missing in Korean',
    'the message c is missing in English',
  ]);
});

test('a Korean particle that depends on a placeholder is refused', () => {
  expect(checkMessages({ a: '{x}' }, { a: '{x}을 찾을 수 없습니다' })).toHaveLength(1);
  expect(checkMessages({ a: '{x}' }, { a: '{x}에 연결할 수 없습니다. {x}: 이름' })).toEqual([]);
});

test('a failure without a sentence, or a sentence with a fact the failure lacks, is refused', () => {
  const codes = { 'not-found': { params: ['name'] }, bug: { params: [] } };
  expect(checkSentences(codes, { failure_not_found: '{name} is not there' })).toEqual([
    'the failure bug has no sentence (failure_bug)',
  ]);
  expect(checkSentences(codes, { failure_not_found: '{who}', failure_bug: 'oh' })).toEqual([
    'the sentence of not-found names {who}, which the failure does not have',
  ]);
});

test('a message that no code names is refused', () => {
  const code = [file('renderer/A.svelte', '{m.app_title()}')];
  expect(checkUnused({ app_title: 'x', app_old: 'y' }, code)).toEqual(['the message app_old is shown nowhere']);
});

test('a command is provided by its name or with its whole group, and not by a test', () => {
  const code = [
    file('renderer/a.ts', "const actions = { 'pod.shell': open };"),
    file('renderer/b.ts', 'return `exposure.${to}`;'),
    file('renderer/c.test.ts', "expect('pod.old')"),
    file('shared/command-table.ts', "'pod.old': {}"),
  ];
  expect(checkCommands(['pod.shell', 'exposure.NodePort', 'pod.old'], code)).toEqual([
    'the command pod.old is provided by no part of the window',
  ]);
});
