import { expect, test } from 'vitest';
import { DEMO_CONTEXT } from '../../../shared/model/demo.ts';
import { home, type Route } from '../../route.ts';
import { forwardEndpoint } from '../../testing/samples.ts';
import { forwardView } from '../service/testing/samples.ts';
import { doneBy, type Task } from './tasks.ts';

const page = { view: 'service', context: DEMO_CONTEXT, namespace: 'trouble', name: 'orders', tab: 'chart' } as const;
const spec = { context: DEMO_CONTEXT, namespace: 'game-lobby', name: 'lobby', port: 80 };
const endpoint = (pod: string, total: number) => forwardEndpoint(pod, { total });

test.each<[string, Route, Task[]]>([
  ['the list', home, []],
  ['a filter for what has no ready endpoint', { ...home, q: 'ready:0' }, ['filter']],
  ['another filter', { ...home, q: 'ns:shop' }, []],
  ['a Service in trouble', page, ['fault']],
  ['a Service that is well', { ...page, namespace: 'shop' }, []],
  ['a Service of another cluster', { ...page, context: 'prod' }, []],
])('%s does %j', (_, route, done) => {
  expect(doneBy({ route, forwards: [] })).toEqual(done);
});

test('a forward is a task, and two Pods that answered another', () => {
  const one = forwardView({ spec, endpoints: [endpoint('a', 3), endpoint('b', 0)] });
  expect(doneBy({ route: home, forwards: [one] })).toEqual(['forward']);
  const two = forwardView({ spec, endpoints: [endpoint('a', 3), endpoint('b', 1)] });
  expect(doneBy({ route: home, forwards: [two] })).toEqual(['forward', 'balance']);
});

test('forwards of other clusters do nothing for the demo', () => {
  const other = forwardView({ spec: { ...spec, context: 'prod' }, endpoints: [endpoint('a', 3), endpoint('b', 1)] });
  expect(doneBy({ route: home, forwards: [other] })).toEqual([]);
});
