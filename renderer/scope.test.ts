import { expect, test } from 'vitest';
import { inScope, nextScope } from './scope.ts';
import { contextOf } from './testing/samples.ts';

const contexts = [contextOf('a'), contextOf('b'), contextOf('c'), contextOf('off', { link: { state: 'off' } })];
const list = { view: 'services', q: '', ns: '', sort: '' } as const;

test.each([
  ['none named: all connected', [], ['a', 'b', 'c']],
  ['the named ones, in the order of the kubeconfig', ['c', 'a'], ['a', 'c']],
  ['only unknown and disconnected ones named: all', ['off', 'gone'], ['a', 'b', 'c']],
])('%s', (_, scope, keys) => {
  expect(inScope(contexts, { ...list, scope }).map(({ key }) => key)).toEqual(keys);
});

test('other screens show every connected context', () => {
  expect(inScope(contexts, { view: 'forwards' })).toHaveLength(3);
});

test.each([
  ['a click shows one alone', ['a', 'b', 'c'], 'b', false, ['b']],
  ['a click on the only one shows all', ['b'], 'b', false, undefined],
  ['with Shift one is added', ['b'], 'a', true, ['b', 'a']],
  ['with Shift one is taken away', ['a', 'b'], 'a', true, ['b']],
  ['all added is all', ['a', 'b'], 'c', true, undefined],
  ['none left is all', ['a'], 'a', true, undefined],
])('%s', (_, shown, clicked, add, next) => {
  expect(nextScope(shown, clicked, { add, all: 3 })).toEqual(next);
});
