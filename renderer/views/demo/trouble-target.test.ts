import { expect, test } from 'vitest';
import { DEMO_CONTEXT } from '../../../shared/model/demo.ts';
import { home, type Route } from '../../route.ts';
import { forwardEndpoint } from '../../testing/samples.ts';
import { forwardView } from '../service/testing/samples.ts';
import { forwardedPods, troubleTarget } from './trouble-target.ts';

const forward = (name: string) =>
  forwardView({ key: name, spec: { context: DEMO_CONTEXT, namespace: 'shop', name, port: 80 } });
const page = { view: 'service', context: DEMO_CONTEXT, namespace: 'trouble', name: 'orders', tab: 'chart' } as const;

test.each<[string, Route, string]>([
  ['the page of a Service', page, 'orders'],
  ['the page of a forward', { view: 'forwards', key: 'cart' }, 'cart'],
  ['any other page', home, 'web'],
])('on %s', (_, route, service) => {
  expect(troubleTarget(route, [forward('web'), forward('cart')]).service).toBe(service);
});

test('without a forward it is the lobby', () => {
  expect(troubleTarget(home, [])).toEqual({ namespace: 'game-lobby', service: 'lobby' });
});

test('the Pods of its forward are the ready ones, the busiest first', () => {
  const endpoint = (pod: string, total: number, state: 'ready' | 'draining' = 'ready') =>
    forwardEndpoint(pod, { total, state });
  const view = { ...forward('web'), endpoints: [endpoint('a', 1), endpoint('b', 2), endpoint('c', 9, 'draining')] };
  expect(forwardedPods({ namespace: 'shop', service: 'web' }, [view])).toEqual(['b', 'a']);
  expect(forwardedPods({ namespace: 'shop', service: 'cart' }, [view])).toEqual([]);
});
