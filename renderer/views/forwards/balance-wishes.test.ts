import { expect, it } from 'vitest';
import { failure } from '../../../shared/failure.ts';
import type { ForwardEndpoint, ForwardSpec } from '../../../shared/model/forward.ts';
import { forwardEndpoint } from '../../testing/samples.ts';
import { forwardView } from '../service/testing/samples.ts';
import { nodesOf, remedyOf, toggleDrained, toggleOnly, weigh } from './balance-wishes.ts';

const endpoint = (pod: string, over: Partial<ForwardEndpoint> = {}) =>
  forwardEndpoint(pod, { key: `key-${pod}`, ...over });
const forward = (wishes: Partial<ForwardSpec> = {}, endpoints = [endpoint('a'), endpoint('b')]) =>
  forwardView({ endpoints, spec: { context: 'dev', namespace: 'shop', name: 'web', port: 80, ...wishes } });

it.each<[readonly string[], string, readonly string[]]>([
  [[], 'a', ['a']],
  [['b'], 'a', ['b', 'a']],
  [['a', 'b'], 'a', ['b']],
  [['gone'], 'a', ['a']],
])('with %j drained, toggling %s drains %j', (drained, pod, expected) => {
  expect(toggleDrained(forward({ drained }), pod)).toEqual({ drained: expected });
});

it('lets one serve alone, another in its place, and all again', () => {
  expect(toggleOnly(forward(), 'a')).toEqual({ pinned: ['a'] });
  expect(toggleOnly(forward({ pinned: ['a'] }), 'b')).toEqual({ pinned: ['b'] });
  expect(toggleOnly(forward({ pinned: ['a'] }), 'a')).toEqual({ pinned: [] });
});

it('keeps the weights of the others, and none that is 1', () => {
  const endpoints = [endpoint('a', { weight: 5 }), endpoint('b', { weight: 3 }), endpoint('c')];
  expect(weigh(forward({}, endpoints), 'a', '7')).toEqual({ weights: { a: 7, b: 3 } });
  expect(weigh(forward({}, endpoints), 'a', '1')).toEqual({ weights: { b: 3 } });
  expect(weigh(forward({}, endpoints), 'c', '0')).toEqual({ weights: { a: 5, b: 3, c: 0 } });
});

it.each(['', ' ', '-1', '101', '1.5', 'many'])('takes %j for no weight', (text) => {
  expect(weigh(forward(), 'a', text)).toBeUndefined();
});

it('knows the nodes that endpoints are on, once each, and the one that is chosen', () => {
  const endpoints = [endpoint('a', { node: 'n2' }), endpoint('b', { node: 'n1' }), endpoint('c', { node: 'n2' })];
  expect(nodesOf(forward({ asNode: 'n9' }, endpoints))).toEqual(['n1', 'n2', 'n9']);
  expect(nodesOf(forward({ asNode: '' }))).toEqual([]);
});

it('undoes what holds connections by hand, and nothing else', () => {
  const service = 'shop/web';
  expect(remedyOf(failure('pinned-away', { service, pods: 'a' }))).toEqual({ pinned: [] });
  expect(remedyOf(failure('all-drained', { service }))).toEqual({ drained: [], weights: {} });
  expect(remedyOf(failure('none-on-node', { service, node: 'n1' }))).toEqual({ asNode: '' });
  expect(remedyOf(failure('none-ready', { service, total: 2 }))).toBeUndefined();
});
